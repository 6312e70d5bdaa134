/** `craton logs`: what the apps of a pod wrote, stdout to stdout and stderr to stderr. */
import { CratonError } from "../../lib/contract/errors.ts";
import { connect } from "./connection.ts";
import { momentArgument } from "./duration-argument.ts";
import { followLog } from "./follow-log.ts";
import { LogWriter } from "./log-writer.ts";
import { common, readOptions } from "./options.ts";
import { wholeNumber } from "./run-values.ts";
import { onlyPod } from "./uuid-argument.ts";

const optionTable = {
  ...common,
  app: { type: "string" },
  follow: { type: "boolean", short: "f" },
  tail: { type: "string" },
  since: { type: "string" },
  "uuid-file": { type: "string" },
} as const;
export const options = `  -f, --follow     go on until the apps have ended
  --app=NAME       only this app
  --tail=N         only the last N lines of each app
  --since=TIME     only lines of this time (RFC 3339, or 10m for ten minutes ago) and later
  --uuid-file=FILE the pod whose UUID is in FILE`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  const id = onlyPod(positionals, values["uuid-file"]);
  const tail = values.tail === undefined ? undefined : wholeNumber("tail", values.tail, 1_000_000);
  const since = values.since === undefined ? undefined : momentArgument("since", values.since, Date.now());
  const connection = connect(values);
  const pod = await connection.agent.pods.get(connection.caller, id);
  const names = pod.apps.map(({ name }) => name).filter((name) => values.app === undefined || name === values.app);
  if (names.length === 0 && values.app !== undefined) {
    throw new CratonError("app-not-found", { uuid: pod.uuid, app: values.app });
  }
  const streams = { stdout: process.stdout, stderr: process.stderr };
  const show = async (name: string) => {
    const writer = new LogWriter(streams, names.length > 1 ? `${name}: ` : "");
    const wanted = {
      follow: values.follow ?? false,
      ...(tail === undefined ? {} : { tail }),
      ...(since === undefined ? {} : { since }),
    };
    for await (const line of followLog(connection, pod.uuid, name, wanted)) await writer.write(line);
  };
  if (values.follow) await Promise.all(names.map(show));
  else for (const name of names) await show(name);
  return 0;
}
