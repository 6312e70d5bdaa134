/** The agent's command line → one checked, plain value. */
import { isAbsolute } from "node:path";
import { z } from "zod";
import { CratonError } from "../lib/contract/errors.ts";
import { nodeName } from "../lib/contract/ids.ts";

const absolute = z.string().refine((path) => isAbsolute(path), "must be an absolute path");

/** `HOST:PORT` or `[IPv6]:PORT` as `{host, port}`. */
const listen = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, "must be HOST:PORT")
  .transform((text) => {
    const at = text.lastIndexOf(":");
    return { host: text.slice(0, at).replace(/^\[|\]$/g, ""), port: Number(text.slice(at + 1)) };
  })
  .refine(({ port }) => port <= 65535, "the port is above 65535");

const bits = (ip: string) => ip.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

/** A network, not an address in one: 10.88.0.0/16. Room for a bridge and at least one pod. */
const subnet = z.cidrv4("must be an IPv4 network as 10.88.0.0/16").refine((text) => {
  const [ip = "", length = ""] = text.split("/");
  return Number(length) >= 8 && Number(length) <= 29 && bits(ip) % 2 ** (32 - Number(length)) === 0;
}, "must be a network of 8 to 29 bits whose other bits are 0");

const schema = z.strictObject({
  state: absolute,
  name: nodeName,
  listen: listen.prefault("127.0.0.1:7411"),
  bridge: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,14}$/, "must be an interface name of at most 15 characters")
    .default("craton0"),
  subnet: subnet.default("10.88.0.0/16"),
  cgroup: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "must be one cgroup name, no path")
    .default("craton"),
  keeper: absolute.optional(),
  runtime: z.enum(["crun", "runc"]).optional(),
  "cni-path": absolute.default("/usr/lib/cni"),
  "system-config": absolute.default("/usr/lib/craton"),
  "local-config": absolute.default("/etc/craton"),
  "upload-limit": z.coerce
    .number()
    .int()
    .min(1)
    .default(8 * 2 ** 30),
});

export type AgentConfig = {
  state: string;
  name: string;
  listen: { host: string; port: number };
  bridge: string;
  subnet: string;
  cgroup: string;
  keeperSocket: string;
  runtime: "crun" | "runc" | undefined;
  cniPath: string;
  /** What the distribution ships (`system`) and what the administrator sets over it (`local`): folders, need not exist. */
  configFolders: { system: string; local: string };
  uploadLimit: number;
};

/** `--name value` and `--name=value` pairs. Throws `bad-request` that names the flag. */
function pairs(argv: readonly string[]): Record<string, string> {
  const given: Record<string, string> = {};
  const words = [...argv];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const match = /^--([a-z-]+)(?:=(.*))?$/s.exec(word);
    const name = match?.[1];
    if (name === undefined || !Object.hasOwn(schema.shape, name))
      throw new CratonError("bad-request", { why: `unknown option ${word}` });
    if (Object.hasOwn(given, name)) throw new CratonError("bad-request", { why: `--${name} is given twice` });
    const value = match?.[2] ?? words.shift();
    if (value === undefined) throw new CratonError("bad-request", { why: `--${name} needs a value` });
    given[name] = value;
  }
  return given;
}

/** `argv` without the program. Throws `bad-request` with one sentence that names option and value. */
export function readConfig(argv: readonly string[]): AgentConfig {
  const given = pairs(argv);
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0]);
    const value = given[name];
    const why = value === undefined ? `--${name} is missing` : `--${name} ${value}: ${issue?.message}`;
    throw new CratonError("bad-request", { why });
  }
  const { keeper, runtime, "cni-path": cniPath, "upload-limit": uploadLimit, ...others } = parsed.data;
  const { "system-config": system, "local-config": local, ...rest } = others;
  const keeperSocket = keeper ?? `${rest.state}/run/keeper.sock`;
  return { ...rest, keeperSocket, runtime, cniPath, configFolders: { system, local }, uploadLimit };
}
