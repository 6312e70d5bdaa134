/** Keeps requests away from private addresses: of names on the address that is connected to, so that a name cannot change under us. */
import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { CratonError } from "../../../lib/contract/errors.ts";
import { isInner } from "../registry/address.ts";
import { shownUrl } from "../registry/request.ts";
import type { FetchSettings } from "./settings.ts";

type Inner = Pick<FetchSettings, "innerHosts" | "innerNetworks">;

/** Throws `address-refused` when the URL itself names a private address. */
export function refuseInner(url: URL, settings: Inner): void {
  const name = bareHost(url);
  if (isIP(name) !== 0 && !mayReach(name, url, settings)) throw inside(url, name);
}

/** For Node's `lookup` option: fails with `address-refused` when any address of the name is private. */
export function guardedLookup(url: URL, settings: Inner): LookupFunction {
  type Done = (error: Error | null, address: string | LookupAddress[], family?: number) => void;
  const look = (hostname: string, options: LookupOptions, done: Done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, []);
      const bad = addresses.find(({ address }) => !mayReach(address, url, settings));
      if (bad) return done(inside(url, bad.address), []);
      if (options.all) return done(null, addresses);
      const [first] = addresses;
      if (!first) return done(Object.assign(new Error("no address"), { code: "ENOTFOUND" }), []);
      done(null, first.address, first.family);
    });
  };
  return look as LookupFunction;
}

function mayReach(address: string, url: URL, { innerHosts, innerNetworks }: Inner): boolean {
  if (!isInner(address) || innerHosts.has(bareHost(url))) return true;
  return innerNetworks.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
}

function inside(url: URL, address: string): CratonError {
  const why = `${address} is a private address, and fetch.json does not name it or ${bareHost(url)} under allowInner`;
  return new CratonError("address-refused", { url: shownUrl(url), why });
}
