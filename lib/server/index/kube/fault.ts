/** What can be wrong between the index and an API server, and what each needs: a wait, a new list, a new credential. */
import type { KubeAnswer } from "../../../api/kube/connection.ts";
import { isCratonError } from "../../http/craton-error.ts";
import type { Status } from "./object.ts";

export type FaultKind =
  /** 410: the version is too old to go on from. */
  | "gone"
  /** 401, or no credential could be had. */
  | "auth"
  | "forbidden"
  /** The kind is not served (404, 405). */
  | "missing"
  /** 429, 503, or a version that is too new for the replica. */
  | "busy"
  /** The server does not know streaming lists. */
  | "no-streaming-list"
  /** The server is not reached. */
  | "unreachable"
  /** More objects than an index holds. */
  | "full"
  /** Nothing was heard for too long. */
  | "silent"
  /** Cut off, or not understood. */
  | "broken";

export class UpstreamFault extends Error {
  readonly kind: FaultKind;
  /** ms that the server asks to wait. */
  readonly retryAfterMs: number;
  constructor(kind: FaultKind, why: string, retryAfterMs = 0) {
    super(why.slice(0, 500));
    this.name = "UpstreamFault";
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

const longestRetryAfterMs = 120_000;

/** From a Status, be it an answer's body or an ERROR in a stream. */
export function statusFault(code: number, status: Status, retryAfter?: string | string[]): UpstreamFault {
  const why = status.message ?? `the API server answered ${code}`;
  const seconds =
    Number(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter) || status.details?.retryAfterSeconds || 0;
  const wait = Math.min(Math.max(0, seconds) * 1000, longestRetryAfterMs);
  return new UpstreamFault(kindOf(code, status, why), why, wait);
}

function kindOf(code: number, { reason, details }: Status, why: string): FaultKind {
  if (code === 410 || reason === "Gone" || reason === "Expired") return "gone";
  if (code === 401) return "auth";
  if (code === 403) return "forbidden";
  if (code === 404 || code === 405) return "missing";
  if (code === 429 || code === 503) return "busy";
  if (code === 504 || details?.causes?.some((cause) => cause.reason === "ResourceVersionTooLarge")) return "busy";
  if ((code === 400 || code === 422) && /sendInitialEvents|resourceVersionMatch/.test(why)) return "no-streaming-list";
  return "broken";
}

/** Reads the Status of an answer that is no success. */
export async function answerFault(answer: KubeAnswer): Promise<UpstreamFault> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body) {
    pieces.push(piece);
    size += piece.length;
    if (size > 65_536) break;
  }
  return statusFault(answer.status, parseStatus(Buffer.concat(pieces).toString("utf8")), answer.headers["retry-after"]);
}

function parseStatus(text: string): Status {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Status) : {};
  } catch {
    return {};
  }
}

/** Any thrown thing as a fault. */
export function asFault(thrown: unknown): UpstreamFault {
  if (thrown instanceof UpstreamFault) return thrown;
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  if (isCratonError(thrown)) {
    if (thrown.status === 401 || String(thrown.code) === "cluster-auth") return new UpstreamFault("auth", why);
    return new UpstreamFault("unreachable", why);
  }
  return new UpstreamFault("broken", why);
}
