/** A daemon's life: one line and exit 1 when it cannot start or breaks, `ready` when it serves, a clean end on SIGTERM. */
import { CratonError } from "../lib/contract/errors.ts";
import { errorText, log } from "./log.ts";

/** A clean end must not hang on what cannot end. */
const patience = 15_000;

function die(what: string, error: unknown): never {
  // Our own errors say all in a sentence; anything else is a fault of ours and needs its trace.
  if (!(error instanceof CratonError)) log("error", what, { cause: errorText(error) });
  const sentence = error instanceof CratonError ? error.message : String(error).split("\n")[0];
  process.stderr.write(`agent: ${what}: ${sentence}\n`);
  process.exit(1);
}

/** `start` resolves when the daemon serves. */
export async function runDaemon(start: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  process.on("uncaughtException", (error) => die("it broke", error));
  process.on("unhandledRejection", (error) => die("it broke", error));
  let daemon: { close(): Promise<void> };
  try {
    daemon = await start();
  } catch (error) {
    die("it cannot start", error);
  }
  process.stdout.write("ready\n");
  let ending = false;
  const end = () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(0), patience).unref();
    daemon.close().then(
      () => process.exit(0),
      (error) => die("it cannot end cleanly", error),
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  // Its output may end before it does, when the starter is killed.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}
