/**
 * STATE/agent/registries.json, read at each fetch:
 *
 *   {"registries": {"127.0.0.1:5000": {"plainHttp": true, "mirrors": ["cache.example:5000"], "ca": "/path/ca.pem",
 *                   "username": "u", "passwordFile": "/path/password", "tokenHosts": ["auth.example"]}}}
 *
 * For hosts that it does not name, what the agent keeps (kept.ts) counts. What neither names is reached by https, without credentials, and only at public addresses.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";
import { isHost } from "../../../lib/contract/registry-host.ts";

const host = z.string().refine(isHost, "must be HOST or HOST:PORT");
const absolute = z.string().startsWith("/", "must be an absolute path");

export const registrySettings = z
  .strictObject({
    plainHttp: z.boolean().optional(),
    /** Asked first, in order. Each may have an entry of its own. */
    mirrors: z.array(host).max(8).optional(),
    /** PEM file with the only authorities to trust for this registry. */
    ca: absolute.optional(),
    username: z.string().min(1).max(256).optional(),
    passwordFile: absolute.optional(),
    /** Other hosts that may see the credentials, since they hand out this registry's tokens. */
    tokenHosts: z.array(host).max(8).optional(),
  })
  .refine((v) => (v.username === undefined) === (v.passwordFile === undefined), "needs both username and passwordFile");
export const registriesFile = z.strictObject({ registries: z.record(host, registrySettings) });
/** As written in the file, or as kept by the agent: then with the authorities themselves and a way to the password. */
export type RegistrySettings = z.infer<typeof registrySettings> & { pem?: string; password?: () => string };

/** Docker Hub answers at another name than it is known by, and hands its tokens out at a third. */
const hub = { name: "docker.io", host: "registry-1.docker.io", tokenHost: "auth.docker.io" };

export class Registries {
  readonly #path: string;
  readonly #entries: Record<string, RegistrySettings>;
  readonly #known: Set<string>;

  constructor(path: string, entries: Record<string, RegistrySettings>) {
    this.#path = path;
    this.#entries = entries;
    const mirrors = Object.values(entries).flatMap(({ mirrors = [] }) => mirrors);
    this.#known = new Set([...Object.keys(entries), ...mirrors].map((name) => this.authority(name)));
  }

  /**
   * The file's entries, and those of `kept` for hosts that the file does not name: an entry counts whole, so that a password never
   * goes with settings that it was not given with. An absent file is an empty one. Throws `bad-body` at the path of the first fault.
   */
  static async read(path: string, kept: Record<string, RegistrySettings> = {}): Promise<Registries> {
    return new Registries(path, { ...kept, ...(await readRegistriesFile(path)) });
  }

  /** The same with another entry for this host. */
  with(name: string, settings: RegistrySettings): Registries {
    return new Registries(this.#path, { ...this.#entries, [name]: settings });
  }

  /** Names of the servers to ask for this registry's images, mirrors first. */
  serversOf(registry: string): string[] {
    return [...(this.#entries[registry]?.mirrors ?? []), registry];
  }

  settings(name: string): RegistrySettings {
    return this.#entries[name] ?? {};
  }

  /** `http://` or `https://` and the authority. */
  base(name: string): string {
    return `${this.settings(name).plainHttp ? "http" : "https"}://${name === hub.name ? hub.host : name}`;
  }

  /** HOST or HOST:PORT as a URL shows it: the default port is left out. */
  authority(name: string): string {
    return new URL(this.base(name)).host;
  }

  /** The settings of the server behind a URL, null when it is not configured. */
  at(url: URL): RegistrySettings | null {
    const name = Object.keys(this.#entries).find((entry) => this.authority(entry) === url.host);
    if (name !== undefined) return this.settings(name);
    return this.#known.has(url.host) ? {} : null;
  }

  /** Hosts that may see the credentials of `name`. */
  tokenHosts(name: string): string[] {
    const own = [new URL(this.base(name)).host, ...(this.settings(name).tokenHosts ?? [])];
    return name === hub.name ? [...own, hub.tokenHost] : own;
  }

  /** `Basic …` for this registry, null when it has no credentials. */
  async basic(name: string): Promise<string | null> {
    const { username, passwordFile, password } = this.settings(name);
    if (username === undefined) return null;
    if (password !== undefined) return basicOf(username, password());
    if (passwordFile === undefined) return null;
    try {
      return basicOf(username, (await readFile(passwordFile, "utf8")).replace(/\r?\n$/, ""));
    } catch (cause) {
      const why = `the password file of ${name} cannot be read (${this.#path})`;
      throw new CratonError("disk-failed", { path: passwordFile, verb: "read", why }, { cause });
    }
  }
}

function basicOf(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** The administrator's entries; none when there is no file. */
export async function readRegistriesFile(path: string): Promise<Record<string, RegistrySettings>> {
  try {
    return parse(await readFile(path, "utf8"), path);
  } catch (cause) {
    if (cause instanceof CratonError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new CratonError("disk-failed", { path, verb: "read", why: (cause as Error).message }, { cause });
  }
}

function parse(text: string, path: string): Record<string, RegistrySettings> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CratonError("bad-json", { why: `${path}: ${(cause as Error).message}` }, { cause });
  }
  const parsed = registriesFile.safeParse(json);
  if (parsed.success) return parsed.data.registries;
  const errors = parsed.error.issues.map((issue) => ({
    path: `${path} $${issue.path.map((part) => `[${JSON.stringify(part)}]`).join("")}`,
    message: issue.message,
  }));
  throw new CratonError("bad-body", { path: errors[0]?.path, why: errors[0]?.message }, { errors });
}
