/** One user: role, groups, removal. */
import { userPatch } from "@/lib/contract/users.ts";
import { changeUser, listUsers, removeUser } from "@/lib/server/data/users.ts";
import { handle } from "@/lib/server/http/handle.ts";
import { userParams } from "@/lib/server/http/params.ts";

export const PATCH = handle({ params: userParams, body: userPatch }, async ({ context, actor, params, body }) => {
  await changeUser(context, actor, params.name, body);
  return { users: await listUsers(context, actor) };
});

export const DELETE = handle({ params: userParams }, async ({ context, actor, params }) => {
  await removeUser(context, actor, params.name);
  return { users: await listUsers(context, actor) };
});
