/** Where a request may come from: our own host names, and our own pages. Pure. */
import { X509Certificate } from "node:crypto";
import { CratonError } from "../../contract/errors.ts";
import { isLoopback } from "../config.ts";

export type OriginRules = {
  secure: boolean;
  /** Host names besides loopback, lower case: the address that we listen on and the names of our certificate. */
  names: ReadonlySet<string>;
};
export type Headers = Record<string, string | string[] | undefined>;

export function originRules(host: string, cert: Buffer | null): OriginRules {
  const names = new Set<string>();
  if (host !== "0.0.0.0" && host !== "::") names.add(host.toLowerCase());
  const alternatives = cert === null ? "" : (new X509Certificate(cert).subjectAltName ?? "");
  for (const [, name] of alternatives.matchAll(/(?:DNS|IP Address):([^,\s]+)/g)) {
    if (name !== undefined) names.add(name.toLowerCase());
  }
  return { secure: cert !== null, names };
}

/** The host of `Host: NAME[:PORT]`; null when it is none. */
function hostOf(header: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:\d{1,5})?$/i.exec(header);
  return match?.[1] === undefined ? null : match[1].toLowerCase().replace(/^\[|\]$/g, "");
}

/** `bad-host` unless the name is ours: a page of another site whose name was pointed at us has another one. */
export function checkHost(headers: Headers, rules: OriginRules): void {
  const given = one(headers.host);
  const host = given === null ? null : hostOf(given);
  if (host !== null && (isLoopback(host) || rules.names.has(host))) return;
  throw new CratonError("bad-host", { host: given?.slice(0, 100) ?? "" });
}

/** For writes and upgrades: the Origin must be there and be ours, and the browser must not say otherwise. */
export function checkOrigin(headers: Headers, rules: OriginRules): void {
  const origin = one(headers.origin);
  const wanted = `${rules.secure ? "https" : "http"}://${one(headers.host)?.toLowerCase()}`;
  const site = one(headers["sec-fetch-site"]);
  if (origin?.toLowerCase() === wanted && (site === null || site === "same-origin")) return;
  throw new CratonError("bad-origin", { origin: origin?.slice(0, 200) ?? "none" });
}

/** For reads: a browser that says it acts for another site is refused. */
export function checkSite(headers: Headers): void {
  const site = one(headers["sec-fetch-site"]);
  if (site === null || site === "same-origin" || site === "none") return;
  throw new CratonError("bad-origin", { origin: one(headers.origin)?.slice(0, 200) ?? site.slice(0, 40) });
}

function one(value: string | string[] | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
