/**
 * Registries that are set through the agent: STATE/agent/registry-settings.json, version 1, held in memory and written durably at
 * each change. Passwords stand in it sealed (seal.ts) and are opened at the time of use.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { registryHost } from "../../../lib/contract/registry.ts";
import { type Disk, diskError } from "../../disk.ts";
import type { RegistrySettings } from "./config.ts";
import { openSeal, type Seal } from "./seal.ts";

const kept = z.strictObject({
  plainHttp: z.boolean(),
  mirrors: z.array(registryHost),
  /** PEM text. */
  ca: z.string().nullable(),
  username: z.string().nullable(),
  /** Sealed; null without a user name. */
  password: z.string().nullable(),
  tokenHosts: z.array(registryHost),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
});
const keptFile = z.strictObject({ version: z.literal(1), registries: z.record(registryHost, kept) });
export type KeptRegistry = z.infer<typeof kept>;

export class KeptRegistries {
  readonly #path: string;
  readonly #disk: Disk;
  readonly #seal: Seal;
  #entries: Readonly<Record<string, KeptRegistry>>;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(path: string, disk: Disk, seal: Seal, entries: Record<string, KeptRegistry>) {
    this.#path = path;
    this.#disk = disk;
    this.#seal = seal;
    this.#entries = entries;
  }

  /** `folder`: STATE/agent. A file that is not understood is set aside as `….broken-MS`, told by `warn`: the agent starts. */
  static async open(folder: string, disk: Disk, warn: (message: string) => void): Promise<KeptRegistries> {
    const path = join(folder, "registry-settings.json");
    const seal = await openSeal(join(folder, "secret.key"), disk);
    const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === "ENOENT") return null;
      throw diskError(cause, path, "read");
    });
    const entries = text === null ? {} : parse(text);
    if (entries === null) {
      const aside = `${path}.broken-${Date.now()}`;
      await disk.renameDurable(path, aside);
      warn(`the settings of registries were not understood and are now ${aside}`);
    }
    return new KeptRegistries(path, disk, seal, entries ?? {});
  }

  get entries(): Readonly<Record<string, KeptRegistry>> {
    return this.#entries;
  }

  /** What requests are made with. */
  get settings(): Record<string, RegistrySettings> {
    return Object.fromEntries(
      Object.entries(this.#entries).map(([host, entry]) => [host, this.settingsOf(host, entry)]),
    );
  }

  settingsOf(host: string, { plainHttp, mirrors, tokenHosts, ca, username, password }: KeptRegistry): RegistrySettings {
    const credentials =
      username === null || password === null
        ? {}
        : { username, password: () => this.#seal.open(password, [host, username]) };
    return { plainHttp, mirrors, tokenHosts, ...(ca === null ? {} : { pem: ca }), ...credentials };
  }

  sealed(host: string, username: string, password: string): string {
    return this.#seal.close(password, [host, username]);
  }

  /** `edit` gets the newest entries and answers the next ones; changes follow each other. */
  change(edit: (entries: Readonly<Record<string, KeptRegistry>>) => Record<string, KeptRegistry>): Promise<void> {
    const done = this.#writing.then(async () => {
      const registries = edit(this.#entries);
      await this.#disk.writeDurable(this.#path, `${JSON.stringify({ version: 1, registries }, null, 2)}\n`);
      this.#entries = registries;
    });
    this.#writing = done.catch(() => undefined);
    return done;
  }
}

function parse(text: string): Record<string, KeptRegistry> | null {
  try {
    return keptFile.parse(JSON.parse(text)).registries;
  } catch {
    return null;
  }
}
