/** Which proxy a URL goes through, as programs on Unix understand `NO_PROXY`. */
import { BlockList, isIP } from "node:net";
import type { FetchSettings } from "./settings.ts";

/** The proxy's URL, null when the host is asked directly; this machine itself always is. */
export function proxyOf(
  url: URL,
  { httpsProxy, httpProxy, noProxy }: Pick<FetchSettings, "httpsProxy" | "httpProxy" | "noProxy">,
): string | null {
  const proxy = url.protocol === "https:" ? httpsProxy : httpProxy;
  if (proxy === undefined) return null;
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  if (host === "localhost" || host === "::1" || /^127\./.test(host)) return null;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const rules = noProxy.toLowerCase().split(/[\s,]+/);
  return rules.some((rule) => rule !== "" && covers(rule, host, port)) ? null : proxy;
}

/** `*`, `host` and all below it, `.domain` only below it, `address`, `network/bits`; each but networks with `:port`. */
function covers(rule: string, host: string, port: string): boolean {
  if (rule === "*") return true;
  const [network = "", bits] = rule.split("/");
  if (bits !== undefined) return inNetwork(host, network, Number(bits));
  const [, name = "", only] = /^(\[?.+?\]?)(?::(\d+))?$/.exec(isIP(rule) === 6 ? `[${rule}]` : rule) ?? [];
  if (only !== undefined && only !== port) return false;
  const bare = name.replace(/^\[|\]$/g, "").replace(/^\*(?=\.)/, "");
  return bare.startsWith(".") ? host.endsWith(bare) : host === bare || host.endsWith(`.${bare}`);
}

function inNetwork(host: string, network: string, bits: number): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || !(bits >= 0 && bits <= (family === 6 ? 128 : 32))) return false;
  const list = new BlockList();
  const name = family === 6 ? "ipv6" : "ipv4";
  list.addSubnet(network, bits, name);
  return list.check(host, name);
}
