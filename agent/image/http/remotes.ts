/**
 * What is remembered of a URL that an image came from: `remotes/KEY.json`, so that the next fetch asks for changes alone, and asks
 * nothing while the answer is fresh. Losing one costs a download, so a file that cannot be read is none.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Disk } from "../../disk.ts";

const remoteRecord = z.object({
  version: z.literal(1),
  url: z.string(),
  /** The image's ID. */
  image: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  freshUntil: z.iso.datetime(),
});
export type Remote = Omit<z.infer<typeof remoteRecord>, "version">;

export class Remotes {
  readonly #folder: string;
  readonly #disk: Disk;

  constructor(folder: string, disk: Disk) {
    this.#folder = folder;
    this.#disk = disk;
  }

  async get(url: URL): Promise<Remote | null> {
    const remote = await read(this.#path(url.href));
    return remote?.url === url.href ? remote : null;
  }

  async put(remote: Remote): Promise<void> {
    await this.#disk.mkdirDurable(this.#folder);
    await this.#disk.writeDurable(this.#path(remote.url), `${JSON.stringify({ version: 1, ...remote })}\n`);
  }

  /** Forgets what is of no image any more, and writes that were cut off. */
  async clean(isThere: (image: string) => boolean): Promise<void> {
    await this.#disk.mkdirDurable(this.#folder);
    for (const name of await readdir(this.#folder)) {
      const remote = /^[0-9a-f]{40}\.json$/.test(name) ? await read(join(this.#folder, name)) : null;
      if (!remote || !isThere(remote.image)) await this.#disk.removeDurable(join(this.#folder, name));
    }
  }

  #path(url: string): string {
    return join(this.#folder, `${createHash("sha256").update(url).digest("hex").slice(0, 40)}.json`);
  }
}

async function read(path: string): Promise<Remote | null> {
  try {
    return remoteRecord.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null;
  }
}
