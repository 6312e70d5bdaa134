/** `craton status`: one `name=value` a line, as rkt's scripts read it. */
import type { Pod } from "../../lib/contract/pod.ts";
import { connect } from "./connection.ts";
import { durationArgument } from "./duration-argument.ts";
import { UsageError } from "./failure.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { printJson, printLine } from "./output.ts";
import { podEnd } from "./pod-end.ts";
import { networksOf } from "./pod-rows.ts";
import { onlyPod } from "./uuid-argument.ts";

const optionTable = { ...common, wait: { type: "string", bare: "" }, "uuid-file": { type: "string" } } as const;
export const options = `  --wait[=DURATION]  wait until the pod has ended (254 when it has not in that time)
  --uuid-file=FILE   the pod whose UUID is in FILE`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  const format = formatOf(values.format);
  const id = onlyPod(positionals, values["uuid-file"]);
  const wait = values.wait ? durationArgument("wait", values.wait) : null;
  const connection = connect(values);
  let pod = await connection.agent.pods.get(connection.caller, id);
  if (values.wait !== undefined) pod = await ended(connection, pod.uuid, wait);
  if (format !== "table") printJson(pod, format);
  else for (const line of statusLines(pod)) printLine(line);
  return 0;
}

async function ended(connection: Parameters<typeof podEnd>[0], uuid: string, wait: number | null): Promise<Pod> {
  if (wait === null) return podEnd(connection, uuid);
  const late = new UsageError(`pod ${uuid} has not ended within ${wait / 1000} s`);
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(late), wait);
  try {
    return await podEnd(connection, uuid, clock.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** `app-NAME=CODE` only for apps that have ended. */
export function statusLines(pod: Pod): string[] {
  const started = pod.startedAt !== null;
  return [
    `state=${pod.state}`,
    `created=${pod.createdAt}`,
    ...(pod.startedAt === null ? [] : [`started=${pod.startedAt}`]),
    ...(pod.finishedAt === null ? [] : [`finished=${pod.finishedAt}`]),
    ...(pod.pid === null ? [] : [`pid=${pod.pid}`]),
    ...(started ? [`networks=${networksOf(pod)}`, `exited=${pod.state === "exited"}`] : []),
    ...pod.apps.flatMap(({ name, exitCode }) => (exitCode === null ? [] : [`app-${name}=${exitCode}`])),
    ...(pod.reason === null ? [] : [`reason=${pod.reason}`]),
  ];
}
