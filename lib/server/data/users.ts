/** Users: administrators read them, the admin socket (root or the console's own user, as `local`) changes them. */
import type { UserEntry } from "../../contract/console.ts";
import type { Role } from "../../contract/roles.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "./actor.ts";
import { allowRead, change } from "./guard.ts";

/** Root on the node, over the admin socket. */
export function localActor(requestId: string): Actor {
  return { user: "local", role: "admin", address: "admin.sock", requestId, session: "" };
}

export async function listUsers(context: ServerContext, actor: Actor): Promise<UserEntry[]> {
  await allowRead(context, actor, "list", "user");
  return context.users.list();
}

/** Answers the one-time password. */
export function addUser(context: ServerContext, actor: Actor, name: string, role: Role): Promise<string> {
  const deed = { verb: "create", noun: "user", object: name, details: { role } } as const;
  return always(context, actor, deed, () => context.users.add(name, role));
}

/** Answers a new one-time password; ends the user's sessions. */
export function resetUser(context: ServerContext, actor: Actor, name: string): Promise<string> {
  const deed = { verb: "update", noun: "user", object: name, details: { reset: true } } as const;
  return always(context, actor, deed, async () => {
    const password = await context.users.reset(name);
    context.sessions.endUser(name, "the password was reset");
    return password;
  });
}

/** Ends the user's sessions: what hangs on them was opened with the old role. */
export function setRole(context: ServerContext, actor: Actor, name: string, role: Role): Promise<void> {
  const deed = { verb: "update", noun: "user", object: name, details: { role } } as const;
  return always(context, actor, deed, async () => {
    context.users.setRole(name, role);
    context.sessions.endUser(name, "the role was changed");
  });
}

export function removeUser(context: ServerContext, actor: Actor, name: string): Promise<void> {
  const deed = { verb: "remove", noun: "user", object: name } as const;
  return always(context, actor, deed, async () => {
    context.sessions.endUser(name, "the user was removed");
    context.users.remove(name);
  });
}

/** Read-only binds browsers, not the node's administrator. */
function always<T>(
  context: ServerContext,
  actor: Actor,
  deed: Parameters<typeof change>[2],
  work: () => Promise<T>,
): Promise<T> {
  return change(context, actor, { ...deed, read: true }, work);
}
