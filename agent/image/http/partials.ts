/**
 * Downloads that are not whole yet: `partial/KEY.part` and, written after the bytes that it speaks for are on the disk, `KEY.json`. A
 * later download of the URL goes on from there, also after a restart or a power cut: what is kept is hashed anew and has to be the
 * bytes that the record names.
 */
import { createHash, type Hash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { type FileHandle, open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Disk, diskError } from "../../disk.ts";

const partialRecord = z.object({
  version: z.literal(1),
  url: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  /** Bytes of the file that are on the disk, and their SHA-512 in hex. */
  done: z.number().int().min(0),
  sha512: z.string(),
  whole: z.boolean(),
});
type PartialRecord = z.infer<typeof partialRecord>;
export type Validators = { etag: string | null; lastModified: string | null };

const keptForMs = 48 * 3600_000;
const together = 1 << 20;

export class Partials {
  readonly #folder: string;
  readonly #disk: Disk;
  readonly #held = new Map<string, Promise<unknown>>();

  constructor(folder: string, disk: Disk) {
    this.#folder = folder;
    this.#disk = disk;
  }

  /** Makes the folder and removes what nobody has touched for two days, or what belongs to nothing; not what is under way. */
  async clean(now: number): Promise<void> {
    await this.#disk.mkdirDurable(this.#folder);
    const names = new Set(await readdir(this.#folder));
    for (const name of names) {
      const path = join(this.#folder, name);
      if (this.#held.has(name.replace(/\..*$/, ""))) continue;
      const other = name.endsWith(".part") ? name.replace(/part$/, "json") : name.replace(/json$/, "part");
      const isLone = !/\.(part|json)$/.test(name) || !names.has(other);
      const old = await stat(path).then(
        ({ mtimeMs }) => now - mtimeMs > keptForMs,
        () => true,
      );
      if (isLone || old) await this.#disk.removeDurable(path);
    }
  }

  /** Downloads that broke off and that nobody has touched for so long: their URLs' keys and bytes. Not what is under way. */
  async idle(now: number, forMs: number): Promise<{ name: string; size: number }[]> {
    const found: { name: string; size: number }[] = [];
    for (const file of await readdir(this.#folder).catch(() => [])) {
      const name = file.replace(/\.part$/, "");
      if (name === file || this.#held.has(name)) continue;
      const there = await stat(join(this.#folder, file)).catch(() => null);
      if (there && now - there.mtimeMs > forMs) found.push({ name, size: there.size });
    }
    return found;
  }

  /** Removes one that is idle. */
  async discard(name: string): Promise<void> {
    if (this.#held.has(name)) return;
    for (const end of ["json", "part"]) await this.#disk.removeDurable(join(this.#folder, `${name}.${end}`));
  }

  /** One download of a URL at a time; the next one waits. */
  async hold<T>(url: URL, signal: AbortSignal, work: (partial: Partial) => Promise<T>): Promise<T> {
    const key = keyOf(url);
    for (let other = this.#held.get(key); other; other = this.#held.get(key)) await other.catch(() => undefined);
    signal.throwIfAborted();
    const mine = (async () => {
      const partial = await Partial.open(join(this.#folder, key), url, this.#disk);
      try {
        return await work(partial);
      } finally {
        await partial.close();
      }
    })();
    this.#held.set(key, mine);
    try {
      return await mine;
    } finally {
      this.#held.delete(key);
    }
  }

  /** What was kept of this URL is of no more use. Left alone while another download goes on with it. */
  async drop(url: URL): Promise<void> {
    const key = keyOf(url);
    if (this.#held.has(key) || !existsSync(join(this.#folder, `${key}.part`))) return;
    await this.#disk.removeDurable(join(this.#folder, `${key}.json`));
    await this.#disk.removeDurable(join(this.#folder, `${key}.part`));
  }
}

function keyOf(url: URL): string {
  return createHash("sha256").update(url.href).digest("hex").slice(0, 40);
}

export class Partial {
  readonly path: string;
  readonly #recordPath: string;
  readonly #url: string;
  readonly #disk: Disk;
  readonly #file: FileHandle;
  #hash: Hash;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  /** Bytes taken; those not yet saved may be in memory alone. */
  done = 0;
  whole = false;
  validators: Validators = { etag: null, lastModified: null };

  private constructor(base: string, url: URL, disk: Disk, file: FileHandle) {
    this.path = `${base}.part`;
    this.#recordPath = `${base}.json`;
    this.#url = url.href;
    this.#disk = disk;
    this.#file = file;
    this.#hash = createHash("sha512");
  }

  /** With what an earlier download left, as far as it is what its record says. */
  static async open(base: string, url: URL, disk: Disk): Promise<Partial> {
    const path = `${base}.part`;
    const file = await open(path, "a+", 0o600).catch((cause) => Promise.reject(diskError(cause, path, "opened")));
    await file.close();
    const handle = await open(path, "r+").catch((cause) => Promise.reject(diskError(cause, path, "opened")));
    const partial = new Partial(base, url, disk, handle);
    const record = await partial.#read();
    if (record && (await partial.#takeUp(record))) return partial;
    await partial.restart();
    return partial;
  }

  get digest(): string {
    return `sha512:${this.#hash.copy().digest("hex")}`;
  }

  /** Small pieces are written together. */
  async write(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#pending.push(chunk);
    this.#pendingBytes += chunk.length;
    this.done += chunk.length;
    if (this.#pendingBytes >= together) await this.#flush();
  }

  async #flush(): Promise<void> {
    let at = this.done - this.#pendingBytes;
    let rest = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    try {
      while (rest.length > 0) {
        const { bytesWritten } = await this.#file.write(rest, 0, rest.length, at);
        at += bytesWritten;
        rest = rest.subarray(bytesWritten);
      }
    } catch (cause) {
      throw diskError(cause, this.path, "written");
    }
  }

  /** Puts the bytes on the disk, then says so. */
  async save(): Promise<void> {
    await this.#flush();
    await this.#file.sync().catch((cause) => Promise.reject(diskError(cause, this.path, "synced")));
    const { done, whole, validators } = this;
    const sha512 = this.#hash.copy().digest("hex");
    const record: PartialRecord = { version: 1, url: this.#url, ...validators, done, sha512, whole };
    await this.#disk.writeDurable(this.#recordPath, `${JSON.stringify(record)}\n`);
  }

  async restart(): Promise<void> {
    await this.#disk.removeDurable(this.#recordPath);
    await this.#file.truncate(0).catch((cause) => Promise.reject(diskError(cause, this.path, "truncated")));
    this.#hash = createHash("sha512");
    this.#pending = [];
    this.#pendingBytes = 0;
    this.done = 0;
    this.whole = false;
    this.validators = { etag: null, lastModified: null };
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #read(): Promise<PartialRecord | null> {
    try {
      const record = partialRecord.parse(JSON.parse(await readFile(this.#recordPath, "utf8")));
      return record.url === this.#url ? record : null;
    } catch {
      return null;
    }
  }

  async #takeUp({ done, sha512, whole, etag, lastModified }: PartialRecord): Promise<boolean> {
    const { size } = await this.#file.stat();
    if (size < done) return false;
    if (done > 0)
      for await (const chunk of createReadStream(this.path, { end: done - 1, highWaterMark: 1 << 20 }))
        this.#hash.update(chunk);
    if (this.#hash.copy().digest("hex") !== sha512) return false;
    await this.#file.truncate(done);
    this.done = done;
    this.whole = whole;
    this.validators = { etag, lastModified };
    return true;
  }
}
