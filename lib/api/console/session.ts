/** Sign in, sign out, who am I, and the own password. */
import { type Session, session } from "../../contract/console.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call, nothing, rememberCsrf } from "./http.ts";

function remember(answer: Session): Session {
  rememberCsrf(answer.csrf);
  return answer;
}

/** `unauthenticated` without a session. */
export async function getSession(options?: CallOptions): Promise<Session> {
  return remember(await call("GET", api.session(), session, undefined, options));
}

/** `bad-sign-in`, `rate-limited`. A session with `mustChangePassword` may do nothing but change it and sign out. */
export async function signIn(user: string, password: string, options?: CallOptions): Promise<Session> {
  return remember(await call("POST", api.session(), session, { user, password }, { ...options, anonymous: true }));
}

export async function signOut(options?: CallOptions): Promise<void> {
  await call("DELETE", api.session(), nothing, undefined, options);
  rememberCsrf(null);
}

/** `bad-sign-in` when the current one is wrong, `weak-password`. Ends the user's other sessions; this one gets a new id. */
export async function changePassword(current: string, next: string, options?: CallOptions): Promise<Session> {
  return remember(await call("POST", api.password(), session, { current, next }, options));
}
