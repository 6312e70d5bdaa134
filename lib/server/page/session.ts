/**
 * For pages and layouts (server components): who is signed in, and the nonce of this answer. The gate redirects strangers
 * to sign-in before a page is rendered; a page asks all the same, because rights are never decided in front of the data.
 */
import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { Session } from "../../contract/console.ts";
import { paths } from "../../paths.ts";
import { getContext } from "../context.ts";
import { sessionInfo } from "../data/session.ts";
import { currentSession } from "../http/current.ts";
import { nonceHeader } from "../http/own-headers.ts";

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
  return session;
}

/** For what makes style or script elements in the browser (editor, terminal, overlays). */
export async function pageNonce(): Promise<string> {
  return (await headers()).get(nonceHeader) ?? "";
}
