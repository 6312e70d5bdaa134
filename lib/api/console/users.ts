/** Users of the console (administrators). */
import type { UserEntry } from "../../contract/console.ts";
import { type UserCreate, type UserPassword, type UserPatch, userList, userPassword } from "../../contract/users.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

export async function listUsers(options?: CallOptions): Promise<UserEntry[]> {
  return (await call("GET", api.users(), userList, undefined, options)).users;
}

/** The one time that the password is seen. */
export function addUser(user: UserCreate, options?: CallOptions): Promise<UserPassword> {
  return call("POST", api.users(), userPassword, user, options);
}

/** Ends the user's sessions. */
export async function changeUser(name: string, patch: UserPatch, options?: CallOptions): Promise<UserEntry[]> {
  return (await call("PATCH", api.user(name), userList, patch, options)).users;
}

export async function removeUser(name: string, options?: CallOptions): Promise<UserEntry[]> {
  return (await call("DELETE", api.user(name), userList, undefined, options)).users;
}

/** The one time that the new password is seen. Ends the user's sessions. */
export function resetUser(name: string, options?: CallOptions): Promise<UserPassword> {
  return call("POST", api.userReset(name), userPassword, undefined, options);
}
