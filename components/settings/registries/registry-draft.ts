/** What the form of a registry holds, and the request that it makes. Pure. */
import type { RegistryEntry, RegistryPut } from "@/lib/contract/registry.ts";
import { isHost } from "@/lib/contract/registry-host.ts";

export type RegistryDraft = {
  host: string;
  access: "https" | "http";
  /** PEM; empty: as it is, or the system's authorities. */
  ca: string;
  /** The kept authorities go. */
  dropsCa: boolean;
  /** Hosts, apart by commas or blanks. */
  mirrors: string;
  username: string;
  /** Empty: as it is. */
  password: string;
  tokenHosts: string;
};

export function draftOf(entry: RegistryEntry | null): RegistryDraft {
  return {
    host: entry?.host ?? "",
    access: entry?.plainHttp ? "http" : "https",
    ca: "",
    dropsCa: false,
    mirrors: entry?.mirrors.join(", ") ?? "",
    username: entry?.username ?? "",
    password: "",
    tokenHosts: entry?.tokenHosts.join(", ") ?? "",
  };
}

const listOf = (text: string) => text.split(/[\s,]+/).filter((part) => part !== "");

/** Faults by field, before anybody is asked. */
export function faultsOf(
  draft: RegistryDraft,
  entry: RegistryEntry | null,
): Partial<Record<keyof RegistryDraft, string>> {
  const faults: Partial<Record<keyof RegistryDraft, string>> = {};
  const hostFault = "give HOST or HOST:PORT in small letters, without https:// and path";
  if (!isHost(draft.host)) faults.host = hostFault;
  for (const field of ["mirrors", "tokenHosts"] as const) {
    const odd = listOf(draft[field]).find((one) => !isHost(one));
    if (odd !== undefined) faults[field] = `${odd} is no host: ${hostFault}`;
    else if (listOf(draft[field]).length > 8) faults[field] = "give at most eight";
  }
  if (draft.username === "" && draft.password !== "") faults.username = "a password needs a user";
  const isKept = entry?.hasCredentials === true && entry.username === draft.username;
  if (draft.username !== "" && draft.password === "" && !isKept) faults.password = "give the password of this user";
  return faults;
}

/** What is left out stays as it is: the certificate while none is given, the password while it is empty. */
export function requestOf(draft: RegistryDraft): Omit<RegistryPut, "untested"> {
  const isPlain = draft.access === "http";
  const ca = draft.ca.trim() !== "" && !isPlain ? draft.ca : draft.dropsCa || isPlain ? null : undefined;
  return {
    plainHttp: isPlain,
    mirrors: listOf(draft.mirrors),
    tokenHosts: listOf(draft.tokenHosts),
    username: draft.username === "" ? null : draft.username,
    ...(ca === undefined ? {} : { ca }),
    ...(draft.password === "" ? {} : { password: draft.password }),
  };
}
