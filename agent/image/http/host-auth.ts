/**
 * Credentials by host, as rkt kept them: JSON files of `rktKind: auth` in the folder auth.d of the system's and the administrator's
 * settings, the latter over the former for each host. They are read at each fetch, sent by https only and to no other host.
 */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";
import { isHost } from "../../../lib/contract/registry-host.ts";
import { type ConfigFolders, readJson } from "./settings.ts";

const common = {
  rktKind: z.literal("auth"),
  rktVersion: z.literal("v1"),
  domains: z.array(z.string().toLowerCase().refine(isHost, "must be HOST or HOST:PORT")).min(1),
};
const printable = z.string().regex(/^[\x20-\x7e\u0080-\uffff]+$/, "must not be empty or hold control characters");
const authFile = z.discriminatedUnion("type", [
  z.object({
    ...common,
    type: z.literal("basic"),
    credentials: z.object({
      user: printable.refine((user) => !user.includes(":"), "must not hold :"),
      password: printable,
    }),
  }),
  z.object({
    ...common,
    type: z.literal("oauth"),
    credentials: z.object({ token: z.string().regex(/^[\x21-\x7e]+$/, "must be printable, without blanks") }),
  }),
  z.object({ ...common, type: z.literal("aws"), credentials: z.unknown() }),
]);
type AuthFile = z.infer<typeof authFile>;
/** Kinds of rkt's that other parts read or that mean nothing here. */
const others = new Set(["dockerAuth", "paths", "stage1"]);

export class HostAuth {
  readonly #byHost: ReadonlyMap<string, { file: AuthFile; path: string }>;
  private constructor(byHost: ReadonlyMap<string, { file: AuthFile; path: string }>) {
    this.#byHost = byHost;
  }

  /** Throws `bad-body` for a file that does not fit, and for a host that two files of one folder name. */
  static async read({ system, local }: ConfigFolders): Promise<HostAuth> {
    const [below, above] = await Promise.all([readFolder(join(system, "auth.d")), readFolder(join(local, "auth.d"))]);
    return new HostAuth(new Map([...below, ...above]));
  }

  /** The `Authorization` for this URL's host and port; null when there is none, and always over plain http. */
  header(url: URL): string | null {
    const entry = url.protocol === "https:" ? this.#byHost.get(url.host) : undefined;
    if (!entry) return null;
    const { file, path } = entry;
    if (file.type === "basic")
      return `Basic ${Buffer.from(`${file.credentials.user}:${file.credentials.password}`).toString("base64")}`;
    if (file.type === "oauth") return `Bearer ${file.credentials.token}`;
    const why = "requests signed for Amazon's S3 are not made; give basic or oauth, or a URL that is signed beforehand";
    throw new CratonError("unsupported", { what: `type aws for ${url.host} in ${path}`, why });
  }
}

async function readFolder(folder: string): Promise<Map<string, { file: AuthFile; path: string }>> {
  const found = new Map<string, { file: AuthFile; path: string }>();
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const json = await readJson(path);
    const kind = z.looseObject({ rktKind: z.string() }).safeParse(json).data?.rktKind;
    if (json === undefined || (kind !== undefined && others.has(kind))) continue;
    const parsed = authFile.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new CratonError("bad-body", { path: `${path} $.${issue?.path.join(".")}`, why: issue?.message });
    }
    for (const host of parsed.data.domains) {
      const key = new URL(`https://${host}`).host;
      const other = found.get(key);
      if (other) throw new CratonError("bad-body", { path, why: `${host} has credentials in ${other.path} already` });
      found.set(key, { file: parsed.data, path });
    }
  }
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(".json") && !name.startsWith(".")).sort();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw new CratonError("disk-failed", { path: folder, verb: "read", why: (cause as Error).message }, { cause });
  }
}
