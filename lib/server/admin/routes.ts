/**
 * What the admin socket answers. Whoever may open the socket is the node's administrator; every change is audited as
 * `local`. Bodies are JSON:
 *   POST   /bootstrap             → {user, password} once, {user: null} when there are users
 *   GET    /users                 → {users: [{user, role, groups, ownGroups, mustChangePassword, createdAt}]}
 *   POST   /users                 {user, role, groups?} → {user, password}
 *   POST   /users/NAME/reset      → {user, password}
 *   POST   /users/NAME/role       {role} → {user, role}
 *   POST   /users/NAME/groups     {groups} → {user, groups}; null follows the role
 *   DELETE /users/NAME            → {user}
 *   GET    /audit/verify          → {ok, entries, why}
 *   GET    /audit/dump            → NDJSON, oldest first
 *   GET    /status                → {version, url, readOnly, users, agents: [{name, address, state, asOf, why}]}
 */
import { z } from "zod";
import { CratonError } from "../../contract/errors.ts";
import { role } from "../../contract/roles.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "../data/actor.ts";
import { fleet } from "../data/cluster.ts";
import { addUser, changeUser, listUsers, removeUser, resetUser } from "../data/users.ts";
import { check } from "../http/body.ts";

const groups = z.array(role).nullable();
const newUser = z.strictObject({ user: z.string().max(200), role, groups: groups.optional() });
const newRole = z.strictObject({ role });
const newGroups = z.strictObject({ groups });
const first = "admin";

type Ask = { context: ServerContext; actor: Actor; name: string; body: unknown };
type Answer = unknown | AsyncIterable<unknown>;

const routes: Record<string, (ask: Ask) => Answer | Promise<Answer>> = {
  "POST /bootstrap": async ({ context, actor }) => {
    if (context.users.count > 0) return { user: null };
    return { user: first, password: await addUser(context, actor, { user: first, role: "admin" }) };
  },
  "GET /users": async ({ context, actor }) => ({ users: await listUsers(context, actor) }),
  "POST /users": async ({ context, actor, body }) => {
    const given = check(body, newUser);
    return { user: given.user, password: await addUser(context, actor, given) };
  },
  "POST /users/*/reset": async ({ context, actor, name }) => ({
    user: name,
    password: await resetUser(context, actor, name),
  }),
  "POST /users/*/role": async ({ context, actor, name, body }) => {
    const given = check(body, newRole);
    await changeUser(context, actor, name, given);
    return { user: name, role: given.role };
  },
  "POST /users/*/groups": async ({ context, actor, name, body }) => {
    const given = check(body, newGroups);
    await changeUser(context, actor, name, given);
    return { user: name, groups: given.groups };
  },
  "DELETE /users/*": async ({ context, actor, name }) => {
    await removeUser(context, actor, name);
    return { user: name };
  },
  "GET /audit/verify": ({ context }) => context.audit.verifyNow(),
  "GET /audit/dump": ({ context }) => context.audit.all(),
  "GET /status": ({ context }) => status(context),
};

/** The answer, or lines of one; throws CratonError. `path` has no query. */
export async function answerAdmin(
  context: ServerContext,
  actor: Actor,
  method: string,
  path: string,
  body: unknown,
): Promise<Answer> {
  const [, top, name, verb] = path.split("/");
  const shape = top === "users" && name !== undefined ? `/users/*${verb === undefined ? "" : `/${verb}`}` : path;
  const route = routes[`${method} ${shape}`];
  if (!route) throw new CratonError("not-found", { what: "endpoint", value: `${method} ${path}`.slice(0, 200) });
  return route({ context, actor, name: decodeURIComponent(name ?? ""), body });
}

function status(context: ServerContext) {
  const { config, users, agents, index } = context;
  const sources = new Map(index.sources(fleet).map((source) => [source.name, source]));
  const host = config.host.includes(":") ? `[${config.host}]` : config.host;
  return {
    version: config.version,
    url: `${context.secure ? "https" : "http"}://${host}:${config.port}`,
    readOnly: config.readOnly,
    users: users.count,
    agents: agents.list().map((entry) => ({ ...entry, state: "connecting", ...sources.get(entry.name) })),
  };
}
