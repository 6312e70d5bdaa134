/** Who acts: the session's user, as every function of the data layer takes it first. */
import type { Caller } from "../../api/agent/assertion.ts";
import type { Role } from "../../contract/roles.ts";

export type Actor = {
  user: string;
  role: Role;
  address: string;
  requestId: string;
  /** Hash of the session's id. */
  session: string;
  /** Gives the work up when the browser is gone. */
  signal?: AbortSignal;
};

/** The same user towards an agent. `detached`: a change that began goes on when the browser is gone. */
export function callerOf(actor: Actor, detached = false): Caller {
  const { user, role, requestId } = actor;
  return detached ? { user, role, requestId } : { user, role, requestId, signal: actor.signal };
}
