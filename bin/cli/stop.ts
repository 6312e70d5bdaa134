/** `craton stop`: SIGTERM, and SIGKILL after the grace period; a pod that has ended is stopped already. */
import { connect } from "./connection.ts";
import { durationArgument } from "./duration-argument.ts";
import { each } from "./each.ts";
import { UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { printLine } from "./output.ts";
import { podIds } from "./uuid-argument.ts";

const optionTable = {
  ...common,
  force: { type: "boolean" },
  grace: { type: "string" },
  all: { type: "boolean" },
  "uuid-file": { type: "string" },
} as const;
export const options = `  --force           SIGKILL at once
  --grace=DURATION  time before SIGKILL (default 10s)
  --all             every pod that runs
  --uuid-file=FILE  the pod whose UUID is in FILE`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  const named = podIds(positionals, values["uuid-file"]);
  if (values.all ? named.length > 0 : named.length === 0) throw new UsageError("give the UUIDs of pods, or --all");
  const stop = {
    force: values.force ?? false,
    ...(values.grace === undefined ? {} : { graceSeconds: durationArgument("grace", values.grace) / 1000 }),
  };
  const { agent, caller } = connect(values);
  const stopOne = async (id: string) => printLine((await agent.pods.stop(caller, id, stop)).uuid);
  if (!values.all) return each(named, stopOne);
  const { podCan } = await import("../../lib/contract/pod-state.ts");
  const { pods } = await agent.pods.list(caller);
  const running = pods.filter(({ state }) => state !== "exited" && podCan.stop(state) === null).map(({ uuid }) => uuid);
  // Side by side: a pod that ignores SIGTERM takes its whole grace period.
  const statuses = await Promise.all(running.map((uuid) => each([uuid], stopOne)));
  return Math.max(0, ...statuses);
}
