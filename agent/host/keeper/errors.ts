/** The keeper's failures as CratonError. */
import { constants } from "node:os";
import { CratonError } from "../../../lib/contract/errors.ts";
import { protocol } from "./wire.ts";

const names = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]));

export function errnoName(errno: number): string {
  return names.get(errno) ?? `errno ${errno}`;
}

/** `command` is what was asked, `why` the keeper's sentence. ENOSPC and EDQUOT become `no-space`. */
export function keeperFailed(command: string, why: string, errno?: number, more: { step?: number } = {}): CratonError {
  const name = errno === undefined ? undefined : errnoName(errno);
  if (name === "ENOSPC" || name === "EDQUOT") return new CratonError("no-space", { path: why, command, errno: name });
  return new CratonError("host-failed", { command, why, ...(name ? { errno: name } : {}), ...more });
}

/** What a keeper says to an operation or field that its version does not have. */
const unknownPart = /: (unknown operation|unexpected field) \d+$/;

/** What to do about a keeper of another version. It holds its pods, so it cannot be changed under them. */
export const keeperRemedy = "stop all pods and start Craton again";

/** Null when the keeper speaks this agent's protocol, else a clause. */
export function keeperAge(theirs: number): string | null {
  if (theirs === protocol) return null;
  const age = theirs < protocol ? "an older" : "a newer";
  return `the keeper is of ${age} Craton than the agent (protocol ${theirs}, not ${protocol})`;
}

/** Payload of an ERROR frame: i32 errno, i32 step or -1, text. */
export function errorOf(command: string, payload: Buffer): CratonError {
  if (payload.length < 8) return keeperFailed(command, "the keeper's error is cut off");
  const at = payload.readInt32LE(4);
  const said = payload.toString("utf8", 8);
  const why = unknownPart.test(said)
    ? `the keeper is of another Craton than the agent: ${keeperRemedy} (it says: ${said})`
    : said;
  return keeperFailed(command, why, payload.readInt32LE(0), at >= 0 ? { step: at } : {});
}

/** The confined reader itself refused its input; `payload` is its own FAIL record, for those who know the reader. */
export class ReaderFailure extends CratonError {
  readonly payload: Buffer;
  constructor(command: string, payload: Buffer) {
    super("host-failed", { command, why: "the reader refused the archive" });
    this.payload = payload;
  }
}
