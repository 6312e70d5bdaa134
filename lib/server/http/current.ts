/** The session of a request that Next handles. Route handlers and pages only; the custom server has its own way. */
import "server-only";
import { CratonError } from "../../contract/errors.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "../data/actor.ts";
import { readCookie } from "../session/cookie.ts";
import type { SessionRecord } from "../session/sessions.ts";
import { addressHeader, requestIdHeader } from "./own-headers.ts";

export type Current = { id: string; record: SessionRecord };

/** null without a live session. */
export function currentSession(context: ServerContext, headers: Headers): Current | null {
  const id = readCookie(headers.get("cookie"), context.secure);
  const record = context.sessions.resolve(id);
  return id === null || record === null ? null : { id, record };
}

/** What the gate says of the request: nobody else can set these headers. */
export function strangerOf(headers: Headers): { address: string; requestId: string } {
  return { address: headers.get(addressHeader) ?? "", requestId: headers.get(requestIdHeader) ?? "" };
}

export function actorOf(current: Current, request: Request): Actor {
  const { user, role, hash } = current.record;
  return { user, role, session: hash, signal: request.signal, ...strangerOf(request.headers) };
}

/** `unauthenticated`, `password-change-needed`. */
export function needSession(context: ServerContext, request: Request, unfinished: boolean): Current {
  const current = currentSession(context, request.headers);
  if (!current) throw new CratonError("unauthenticated", { why: "there is no session" });
  if (current.record.mustChangePassword && !unfinished) throw new CratonError("password-change-needed");
  // Reads do not count as use: a page that polls must not keep an abandoned session alive.
  if (request.method !== "GET") context.sessions.touch(current.record.hash);
  return current;
}
