/** Users: administrators read and change them, in the browser and (root or the console's own user, as `local`) by the admin socket. */
import type { UserEntry } from "../../contract/console.ts";
import { CratonError } from "../../contract/errors.ts";
import type { UserCreate, UserPatch } from "../../contract/users.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "./actor.ts";
import { allowRead, change, type Deed } from "./guard.ts";

/** Root on the node, over the admin socket. */
export function localActor(requestId: string): Actor {
  return { user: "local", role: "admin", address: "admin.sock", requestId, session: "" };
}

export async function listUsers(context: ServerContext, actor: Actor): Promise<UserEntry[]> {
  await allowRead(context, actor, "list", "user");
  return context.users.list();
}

/** Answers the one-time password. */
export function addUser(context: ServerContext, actor: Actor, request: UserCreate): Promise<string> {
  const { user, role, groups = null } = request;
  const deed = {
    verb: "create",
    noun: "user",
    object: user,
    details: { role, groups: groups ?? "as the role" },
  } as const;
  return changeAs(context, actor, deed, () => context.users.add(user, role, groups));
}

/** Answers a new one-time password; ends the user's sessions. */
export function resetUser(context: ServerContext, actor: Actor, name: string): Promise<string> {
  const deed = { verb: "update", noun: "user", object: name, details: { reset: true } } as const;
  return changeOther(context, actor, deed, async () => {
    const password = await context.users.reset(name);
    context.sessions.endUser(name, "the password was reset");
    return password;
  });
}

/** Role, groups or both. Ends the user's sessions: what hangs on them was opened with the old rights. */
export function changeUser(context: ServerContext, actor: Actor, name: string, patch: UserPatch): Promise<void> {
  const { role, groups } = patch;
  const said = groups === null ? "as the role" : groups;
  const details = { ...(role === undefined ? {} : { role }), ...(groups === undefined ? {} : { groups: said }) };
  const deed = { verb: "update", noun: "user", object: name, details } as const;
  return changeOther(context, actor, deed, async () => {
    context.users.update(name, patch);
    context.sessions.endUser(name, role === undefined ? "the groups were changed" : "the role was changed");
    context.clusters.forgetUser(name);
  });
}

/** Tokens and clusters with the user's credential go too. */
export function removeUser(context: ServerContext, actor: Actor, name: string): Promise<void> {
  const deed = { verb: "remove", noun: "user", object: name } as const;
  return changeOther(context, actor, deed, async () => {
    context.users.remove(name);
    context.sessions.endUser(name, "the user was removed");
    context.clusters.forgetUser(name);
  });
}

const isLocal = (actor: Actor) => actor.session === "";

/** Read-only binds browsers, not the node's administrator. */
function changeAs<T>(context: ServerContext, actor: Actor, deed: Deed, work: () => Promise<T>): Promise<T> {
  return change(context, actor, { ...deed, read: isLocal(actor) }, work);
}

/** Nobody changes their own rights: a second administrator does, or the node's. */
function changeOther<T>(context: ServerContext, actor: Actor, deed: Deed, work: () => Promise<T>): Promise<T> {
  return changeAs(context, actor, deed, () => {
    if (isLocal(actor) || actor.user !== deed.object) return work();
    const why = "nobody changes their own account here, another administrator or craton user does";
    throw new CratonError("forbidden", { user: actor.user, verb: deed.verb, noun: `user ${deed.object}`, why });
  });
}
