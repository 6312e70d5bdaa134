/**
 * For pages and layouts (server components): who is signed in, and the nonce of this answer. The gate redirects strangers
 * to sign-in before a page is rendered; a page asks all the same, because rights are never decided in front of the data.
 */
import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Session } from "../../contract/console.ts";
import { paths } from "../../paths.ts";
import { getContext, type ServerContext } from "../context.ts";
import type { Actor } from "../data/actor.ts";
import { sessionInfo } from "../data/session.ts";
import { currentSession, strangerOf } from "../http/current.ts";

/** For pages that read the data layer themselves; redirects as `requirePageSession` does. */
export async function requirePageActor(next?: string): Promise<{ context: ServerContext; actor: Actor }> {
  await requirePageSession(next);
  const context = getContext();
  const given = await headers();
  const current = currentSession(context, given);
  if (!current) redirect(paths.signIn(next));
  const { user, role, hash } = current.record;
  return { context, actor: { user, role, session: hash, ...strangerOf(given) } };
}

/** null for a stranger; may be unfinished (`mustChangePassword`). */
export async function pageSession(): Promise<Session | null> {
  const context = getContext();
  const current = currentSession(context, await headers());
  return current ? sessionInfo(context, current.id, current.record) : null;
}

/** Redirects to sign-in without a finished session; `next` is where the user wanted to go. */
export async function requirePageSession(next?: string): Promise<Session> {
  const session = await pageSession();
  if (!session || session.mustChangePassword) redirect(paths.signIn(next));
  touchSession(await headers());
  return session;
}

/** Opening a page is use: the idle limit starts anew. */
function touchSession(given: Headers): void {
  const context = getContext();
  const current = currentSession(context, given);
  if (current) context.sessions.touch(current.record.hash);
}
