/** `craton run`: fetch when needed, create the pod, follow it in the foreground as rkt did. */
import fs from "node:fs";
import type { InsecureOption } from "../../lib/contract/insecure-options.ts";
import type { Pod } from "../../lib/contract/pod.ts";
import { connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { imageArgument, pullPolicy } from "./image-argument.ts";
import { formatOf } from "./options.ts";
import { onBrokenPipe, printJson, printLine } from "./output.ts";
import { brokeOff, patiently } from "./patient.ts";
import { type RunArguments, runArguments } from "./run-arguments.ts";
import { foreground } from "./run-foreground.ts";
import { interactive } from "./run-interactive.ts";
import { runOptionsHelp } from "./run-options.ts";
import { runRequest, type Stdio } from "./run-request.ts";
import { insecureOptions } from "./run-values.ts";
import { StopOnSignal } from "./stop-on-signal.ts";
import { haveTerminal } from "./terminal.ts";

export const options = runOptionsHelp;

export async function run(argv: string[]): Promise<number> {
  const wanted = runArguments(argv);
  const { pod: flags } = wanted;
  const format = formatOf(flags.format);
  if (flags.detach && flags.interactive) throw new UsageError("--detach and --interactive exclude each other");
  const stdio: Stdio = flags.interactive ? { tty: haveTerminal() } : null;
  const insecure = insecureOptions(flags["insecure-options"]);
  // Wrong options are told before anything is fetched.
  runRequest(wanted, [], stdio);
  const connection = connect(flags);
  const { agent, caller } = connection;
  const refs = await references(wanted, insecure, connection);
  const request = runRequest(wanted, refs, stdio);
  const uuid = request.uuid ?? "";

  const file = uuidFile(flags["uuid-file-save"]);
  const stop = new StopOnSignal(connection, uuid);
  // The UUID is ours: when the answer is lost, asking again gives the same pod.
  const pod: Pod = await patiently(() => agent.pods.create(caller, request), {
    first: brokeOff,
    patience: 10_000,
  }).catch((error: unknown) => {
    file?.drop();
    throw error;
  });
  file?.save(uuid);
  if (flags.detach) {
    stop.end();
    if (format === "table") printLine(uuid);
    else printJson(pod, format);
    return 0;
  }
  stop.started();
  onBrokenPipe(() => stop.stopAndExit(141));
  const status = stdio ? await interactive(connection, pod, stdio.tty) : await foreground(connection, pod);
  stop.end();
  return status;
}

/** What the store calls each image, after fetching those that need it. Names and hashes need no request of their own. */
async function references(
  { pod, images }: RunArguments,
  insecure: InsecureOption[],
  connection: Parameters<typeof foreground>[0],
): Promise<string[]> {
  const policy = pullPolicy(pod["pull-policy"], "new");
  const refs: string[] = [];
  for (const { image } of images) {
    const argument = imageArgument(image);
    if (argument.kind === "store") refs.push(argument.ref);
    else refs.push(await (await import("./fetch-image.ts")).inStore(connection, image, { insecure, policy }));
  }
  return refs;
}

/**
 * Opened before anything is made: a pod must not be left running because its UUID cannot be written. `drop`: there is no
 * pod, so a file that was not there before goes again.
 */
function uuidFile(file: string | undefined): { save(uuid: string): void; drop(): void } | null {
  if (file === undefined) return null;
  const isNew = !fs.existsSync(file);
  const fd = fs.openSync(file, "a");
  return {
    save(uuid) {
      fs.ftruncateSync(fd);
      fs.writeSync(fd, `${uuid}\n`);
      fs.closeSync(fd);
    },
    drop() {
      fs.closeSync(fd);
      if (isNew) fs.rmSync(file, { force: true });
    },
  };
}
