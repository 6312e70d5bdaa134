/** Sign in, sign out, the own session and password. The only functions that run without a finished session. */
import type { Session } from "../../contract/console.ts";
import { CratonError } from "../../contract/errors.ts";
import type { ServerContext } from "../context.ts";
import { csrfToken } from "../session/csrf.ts";
import type { SessionRecord } from "../session/sessions.ts";
import type { Actor } from "./actor.ts";
import { record } from "./guard.ts";

export type Stranger = { address: string; requestId: string };
/** A session with the id that goes into the cookie. */
export type Signed = { id: string; session: Session };

/** `bad-sign-in`, `rate-limited`, `audit-failed`. Takes as long for unknown users. */
export async function signIn(
  context: ServerContext,
  stranger: Stranger,
  given: { user: string; password: string },
): Promise<Signed> {
  const { user, password } = given;
  const { address } = stranger;
  const say = (outcome: "allowed" | "refused", details: Record<string, unknown>, role = "") =>
    context.audit.append({
      ...{ user, role, address, requestId: stranger.requestId, node: null, object: user },
      ...{ action: "session.sign-in", outcome, details },
    });
  try {
    context.signIns.check(user, address);
  } catch (error) {
    if (context.signIns.firstRefusal(user, address)) await say("refused", { code: "rate-limited" });
    throw error;
  }
  // Counted before it is checked: attempts at the same moment must not all pass as the first.
  const succeeded = context.signIns.fail(user, address);
  // Written down before a one-time password is used up: what cannot be written down must not lock anyone out.
  const known = await context.users.check(user, password, async ({ kind, role }) => {
    await say("allowed", { oneTime: kind !== "own" }, role);
  });
  if (!known) {
    await say("refused", { code: "bad-sign-in" });
    throw new CratonError("bad-sign-in");
  }
  succeeded();
  return open(context, user, address);
}

export function sessionInfo(context: ServerContext, id: string, record: SessionRecord): Session {
  return {
    user: record.user,
    role: record.role,
    csrf: csrfToken(id),
    mustChangePassword: record.mustChangePassword,
    expiresAt: new Date(record.expiresAt).toISOString(),
    readOnly: context.config.readOnly,
    version: context.config.version,
  };
}

export async function signOut(context: ServerContext, actor: Actor): Promise<void> {
  await record(context, actor, { noun: "session", verb: "sign-out", object: actor.user }, "allowed", {});
  context.sessions.end(actor.session, "you signed out");
}

/** Ends all sessions of the user and opens a new one, with a new id. */
export async function changePassword(
  context: ServerContext,
  actor: Actor,
  given: { current: string; next: string },
): Promise<Signed> {
  const deed = { noun: "session", verb: "change-password", object: actor.user } as const;
  context.signIns.check(actor.user, actor.address);
  // Counted before it is checked, as at sign-in: who took a session over must not guess the password many times at once.
  const succeeded = context.signIns.fail(actor.user, actor.address);
  try {
    await context.users.change(actor.user, given.current, given.next, async () => {
      await record(context, actor, deed, "allowed", {});
    });
  } catch (error) {
    const { code } = error as Partial<CratonError>;
    if (code === "bad-sign-in") await record(context, actor, deed, "refused", { code });
    else if (code === "weak-password") succeeded();
    throw error;
  }
  succeeded();
  context.sessions.endUser(actor.user, "the password was changed");
  return open(context, actor.user, actor.address);
}

function open(context: ServerContext, user: string, address: string): Signed {
  const id = context.sessions.create(user, address);
  const record = context.sessions.resolve(id);
  if (!record) throw new CratonError("unauthenticated", { why: "the user is gone" });
  return { id, session: sessionInfo(context, id, record) };
}
