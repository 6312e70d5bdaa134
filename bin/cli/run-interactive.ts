/**
 * A pod with our standard input: by a terminal, or by a pipe. What the app wrote before we were joined is in its log; on a
 * terminal log and stream are laid together at their overlap, by a pipe the log alone is shown.
 */
import type { Pod } from "../../lib/contract/pod.ts";
import type { Connection } from "./connection.ts";
import { podEnd } from "./pod-end.ts";
import { exitStatus, foreground } from "./run-foreground.ts";
import { joinStdio } from "./terminal.ts";

export async function interactive(connection: Connection, pod: Pod, tty: boolean): Promise<number> {
  const { agent, caller } = connection;
  const app = pod.apps[0]?.name ?? "";
  const session = await agent.attach(caller, pod.uuid, app).catch((error: unknown) => {
    // The app was quicker than we: all that it wrote is in its log.
    if (error instanceof Error && "code" in error && error.code === "app-state") return null;
    throw error;
  });
  if (!session) return foreground(connection, pod);
  if (!tty) {
    const joined = joinStdio(session, { tty: false, show: () => {} });
    joined.catch(() => {});
    const status = await foreground(connection, pod);
    session.close();
    return status;
  }
  const early: Buffer[] = [];
  let told = false;
  const joined = joinStdio(session, {
    tty: true,
    show: (_stream, data) => {
      if (told) process.stdout.write(data);
      else early.push(data);
    },
  });
  const before = await soFar(connection, pod.uuid, app);
  process.stdout.write(joinAtOverlap(before, Buffer.concat(early)));
  told = true;
  await joined;
  return exitStatus(await podEnd(connection, pod.uuid));
}

async function soFar({ agent, caller }: Connection, uuid: string, app: string): Promise<Buffer> {
  let text = "";
  for await (const line of agent.logs(caller, uuid, app)) text += `${line.text}${line.partial ? "" : "\n"}`;
  return Buffer.from(text);
}

/** `stream` may begin with what `log` ends with: that is shown once. */
export function joinAtOverlap(log: Buffer, stream: Buffer): Buffer {
  for (let length = Math.min(log.length, stream.length); length > 0; length--) {
    if (log.subarray(log.length - length).equals(stream.subarray(0, length))) {
      return Buffer.concat([log, stream.subarray(length)]);
    }
  }
  return Buffer.concat([log, stream]);
}
