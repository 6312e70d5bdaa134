/** A body must be there in time: who holds lines open with half a request must not take them from everybody else. */
import type { IncomingMessage } from "node:http";

export const bodyMs = 30_000;

/**
 * Cuts the line when the body is not whole after `ms`, whether anybody reads it or not (what is refused unread would else be
 * waited for as long as the longest upload may take). The answer lets it take its time.
 */
export function clockBody(request: IncomingMessage, ms = bodyMs): () => void {
  const { headers } = request;
  if (headers["transfer-encoding"] === undefined && (headers["content-length"] ?? "0") === "0") return () => {};
  const timer = setTimeout(() => {
    if (!request.complete) request.socket.destroy();
  }, ms);
  const stop = () => clearTimeout(timer);
  request.once("end", stop);
  return stop;
}

/** The one endpoint whose body may be long: it is passed on as it comes. */
export function isUpload(path: string): boolean {
  return /^\/api\/c\/[^/]+\/nodes\/[^/]+\/images\/upload$/.test(path);
}
