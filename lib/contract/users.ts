/** Users as administrators change them. Their list is `userEntry` of console.ts. */
import { z } from "zod";
import { userEntry } from "./console.ts";
import { role } from "./roles.ts";

const groups = z.array(role).max(role.options.length);

export const userList = z.object({ users: z.array(userEntry) });

/** POST /api/users: the answer holds the one-time password, this once. */
export const userCreate = z.strictObject({
  user: z.string().min(1).max(64),
  role,
  /** As the role when left out. */
  groups: groups.nullable().optional(),
});
export type UserCreate = z.infer<typeof userCreate>;

/** PATCH /api/users/NAME: what is left out stays. `groups` null follows the role. */
export const userPatch = z
  .strictObject({ role: role.optional(), groups: groups.nullable().optional() })
  .refine((patch) => patch.role !== undefined || patch.groups !== undefined, "must change something");
export type UserPatch = z.infer<typeof userPatch>;

export const userPassword = z.object({ user: z.string(), password: z.string() });
export type UserPassword = z.infer<typeof userPassword>;
