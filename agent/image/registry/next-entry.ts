/** What a PUT makes of an entry: what is left out stays, but a password only goes where and how it went before. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { RegistryPut } from "../../../lib/contract/registry.ts";
import { readAuthorities } from "./authorities.ts";
import type { KeptRegistry } from "./kept.ts";

type Wish = Omit<RegistryPut, "untested">;
/** Seals a password for a host and its user. */
type SealFor = (username: string, password: string) => string;

/** Throws `bad-body`. */
export function nextEntry(
  wish: Wish,
  old: KeptRegistry | undefined,
  seal: SealFor,
  by: { user: string; at: string },
): KeptRegistry {
  const { plainHttp, mirrors, tokenHosts, username } = wish;
  const ca = wish.ca === undefined ? (old?.ca ?? null) : wish.ca === null ? null : readAuthorities(wish.ca);
  if (plainHttp && ca !== null) throw fault("$.plainHttp", "plain http uses no certificates: choose one of both");
  if (username === null && wish.password !== undefined) throw fault("$.username", "a password needs a user");
  const next = { plainHttp, mirrors, ca, username, tokenHosts, updatedAt: by.at, updatedBy: by.user };
  if (username === null) return { ...next, password: null };
  if (wish.password !== undefined) return { ...next, password: seal(username, wish.password) };
  if (old?.password == null || old.username !== username) throw fault("$.password", "give the password of this user");
  // Else whoever may change settings could have it sent to a place of theirs, and read it there.
  const isElsewhere =
    old.plainHttp !== plainHttp || old.ca !== ca || tokenHosts.some((host) => !old.tokenHosts.includes(host));
  if (isElsewhere) throw fault("$.password", "give the password again: it would be sent in another way than before");
  return { ...next, password: old.password };
}

function fault(path: string, message: string): CratonError {
  return new CratonError("bad-body", { path, why: message }, { errors: [{ path, message }] });
}
