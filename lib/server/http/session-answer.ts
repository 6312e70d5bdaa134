/** Answers that set or clear the session cookie. */
import "server-only";
import type { ServerContext } from "../context.ts";
import type { Signed } from "../data/session.ts";
import { clearCookie, setCookie } from "../session/cookie.ts";

export function signed(context: ServerContext, { id, session }: Signed): Response {
  return Response.json(session, { headers: { "set-cookie": setCookie(id, context.secure) } });
}

export function cleared(context: ServerContext): Response {
  return new Response(null, { status: 204, headers: { "set-cookie": clearCookie(context.secure) } });
}
