/** A list in chunks, for servers without streaming lists and kinds that cannot be watched. */
import type { KubeRequest } from "../../../api/kube/connection.ts";
import type { Clock } from "./clock.ts";
import { answerFault, UpstreamFault } from "./fault.ts";
import { withoutManagedFields } from "./managed-fields.ts";
import type { Upstream } from "./upstream.ts";

const chunk = 500;
const silentMs = 30_000;
/** A page of 500 objects of 1.5 MiB, the most that the API server takes, would be 750 MiB: nobody has such. */
const largestPage = 256 * 1024 * 1024;

export type Page = {
  metadata?: { resourceVersion?: string; continue?: string; remainingItemCount?: number };
};

/**
 * Calls with each page in order; answers the version of the list. A token that has grown too old throws `gone`: the list
 * has to begin anew. `limited` false asks for all at once.
 */
export async function readPages(
  upstream: Upstream,
  clock: Clock,
  request: KubeRequest,
  limited: boolean,
  page: (page: Page, isFirst: boolean) => void,
): Promise<string> {
  let version: string | null = null;
  let next = "";
  do {
    const limit = limited ? `&limit=${chunk}` : "";
    // With a token the version is that of the first page: the server refuses both at once.
    const base = next === "" ? request.path : withoutVersion(request.path);
    const path = `${base}${base.includes("?") ? "" : "?"}${limit}${next === "" ? "" : `&continue=${encodeURIComponent(next)}`}`;
    const body = await readJson(upstream, clock, { ...request, path });
    page(body, version === null);
    version ??= body.metadata?.resourceVersion ?? "";
    next = body.metadata?.continue ?? "";
  } while (next !== "");
  return version;
}

const withoutVersion = (path: string) => path.replace(/&resourceVersion(Match)?=[^&]*/g, "");

async function readJson(upstream: Upstream, clock: Clock, request: KubeRequest): Promise<Page> {
  const stopper = new AbortController();
  const outer = request.signal;
  const stop = () => stopper.abort();
  if (outer?.aborted) stop();
  outer?.addEventListener("abort", stop);
  let cancel = clock.after(silentMs, stop);
  try {
    const answer = await upstream.send({ ...request, signal: stopper.signal });
    if (answer.status !== 200) throw await answerFault(answer);
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of answer.body) {
      cancel();
      cancel = clock.after(silentMs, stop);
      size += piece.length;
      if (size > largestPage) throw new UpstreamFault("broken", `a page of the list is over ${largestPage} bytes`);
      pieces.push(piece);
    }
    if (stopper.signal.aborted) throw new UpstreamFault("silent", "the list came to a halt");
    return parsePage(Buffer.concat(pieces).toString("utf8"));
  } finally {
    cancel();
    outer?.removeEventListener("abort", stop);
    stopper.abort();
  }
}

function parsePage(text: string): Page {
  try {
    const value: unknown = JSON.parse(withoutManagedFields(text));
    if (typeof value === "object" && value !== null) return value as Page;
  } catch {
    // Cut off: told below.
  }
  throw new UpstreamFault("broken", "the list was cut off or is no JSON");
}
