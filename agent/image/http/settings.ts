/**
 * How the node fetches by discovery and https: `fetch.json` in the folder of the administrator's settings (`--local-config`,
 * /etc/craton), each field over the same one in the system's (`--system-config`, /usr/lib/craton). Read at each fetch; none need exist:
 *
 *   {"authorities": ["/path/ca.pem"], "allowInner": ["images.corp.example", "10.1.0.0/16"],
 *    "httpsProxy": "http://proxy.example:3128", "httpProxy": "…", "noProxy": ".corp.example", "discoveryPort": 8443}
 */
import { readFile } from "node:fs/promises";
import { BlockList, isIP } from "node:net";
import { join } from "node:path";
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";

/** Folders of settings. */
export type ConfigFolders = { system: string; local: string };

const network = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]);
const innerPlace = z
  .string()
  .refine(
    (text) => network.safeParse(text).success || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text),
    "must be a host name, an address or a network",
  );
const proxyUrl = z.url({ protocol: /^https?$/ }).refine((text) => !new URL(text).search, "must be http://HOST:PORT");

const fetchFile = z.strictObject({
  /** PEM files of authorities to accept besides the well-known ones. */
  authorities: z.array(z.string().startsWith("/", "must be an absolute path")).max(32).optional(),
  /** Hosts that may have private addresses, and private addresses that may be asked. */
  allowInner: z.array(innerPlace).max(256).optional(),
  httpsProxy: proxyUrl.optional(),
  httpProxy: proxyUrl.optional(),
  /** Comma-separated hosts, `.domain` for all below it, `*` for all. */
  noProxy: z.string().max(4096).optional(),
  /** Where discovery pages are served, in place of 443. */
  discoveryPort: z.number().int().min(1).max(65535).optional(),
});
type FetchFile = z.infer<typeof fetchFile>;

export type FetchSettings = {
  /** PEM texts. */
  authorities: string[];
  innerHosts: ReadonlySet<string>;
  innerNetworks: BlockList;
  httpsProxy: string | undefined;
  httpProxy: string | undefined;
  noProxy: string;
  discoveryPort: number | undefined;
};

/** `environment` gives the proxies that no file names. Throws `bad-json`, `bad-body`, `disk-failed`. */
export async function readFetchSettings(
  { system, local }: ConfigFolders,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<FetchSettings> {
  const [below, above] = await Promise.all([system, local].map((folder) => readFetchFile(join(folder, "fetch.json"))));
  const { authorities = [], allowInner = [], ...file } = { ...below, ...above };
  const innerNetworks = new BlockList();
  for (const entry of allowInner.filter(isNetwork)) addNetwork(innerNetworks, entry);
  const given = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  return {
    authorities: await Promise.all(authorities.map(readText)),
    innerHosts: new Set(allowInner.filter((entry) => !isNetwork(entry)).map((host) => host.toLowerCase())),
    innerNetworks,
    httpsProxy: file.httpsProxy ?? given("HTTPS_PROXY"),
    httpProxy: file.httpProxy ?? given("HTTP_PROXY"),
    noProxy: file.noProxy ?? given("NO_PROXY") ?? "",
    discoveryPort: file.discoveryPort,
  };
}

function isNetwork(entry: string): boolean {
  return isIP(entry.split("/")[0] ?? "") !== 0;
}

function addNetwork(list: BlockList, entry: string): void {
  const [address = "", bits] = entry.split("/");
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  list.addSubnet(address, bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits), family);
}

async function readFetchFile(path: string): Promise<FetchFile> {
  const json = await readJson(path);
  if (json === undefined) return {};
  const parsed = fetchFile.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new CratonError("bad-body", {
    path: `${path} $${issue?.path.map((part) => `[${JSON.stringify(part)}]`).join("")}`,
    why: issue?.message,
  });
}

/** undefined when there is no such file. */
export async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new CratonError("disk-failed", { path, verb: "read", why: (cause as Error).message }, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CratonError("bad-json", { why: `${path}: ${(cause as Error).message}` }, { cause });
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new CratonError("disk-failed", { path, verb: "read", why: (cause as Error).message }, { cause });
  }
}
