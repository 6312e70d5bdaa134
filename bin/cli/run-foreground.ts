/** A pod without a terminal of ours: all that its apps write, from their first word on, then its exit status. */
import type { Pod } from "../../lib/contract/pod.ts";
import type { Connection } from "./connection.ts";
import { followLog } from "./follow-log.ts";
import { LogWriter } from "./log-writer.ts";
import { podEnd } from "./pod-end.ts";

/** Answers the pod's exit status. */
export async function foreground(connection: Connection, pod: Pod): Promise<number> {
  const streams = { stdout: process.stdout, stderr: process.stderr };
  const prefixed = pod.apps.length > 1;
  await Promise.all(
    pod.apps.map(async ({ name }) => {
      const writer = new LogWriter(streams, prefixed ? `${name}: ` : "");
      for await (const line of followLog(connection, pod.uuid, name, { follow: true })) await writer.write(line);
    }),
  );
  return exitStatus(await podEnd(connection, pod.uuid));
}

/** The pod's exit code; 255 when nobody knows it, as agents say it too. */
export function exitStatus(pod: Pod): number {
  return pod.exitCode ?? 255;
}
