/**
 * When images were last used, for the collection. In memory to the second; on the disk only when an image's time has moved by an hour,
 * so that starting pods costs no write each. What cannot be read counts as used now: nothing is collected for want of it.
 */
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Disk } from "../../disk.ts";
import type { ImageRecord } from "../store/record.ts";

const version = 1;
const shape = z.object({ version: z.literal(version), images: z.record(z.string(), z.iso.datetime()) });
const step = 3600_000;

export class LastUsed {
  readonly #path: string;
  readonly #disk: Disk;
  readonly #now: () => number;
  #times = new Map<string, number>();
  #written = new Map<string, number>();
  #floor = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(path: string, disk: Disk, now: () => number) {
    this.#path = path;
    this.#disk = disk;
    this.#now = now;
  }

  async read(): Promise<void> {
    try {
      const { images } = shape.parse(JSON.parse(await readFile(this.#path, "utf8")));
      this.#times = new Map(Object.entries(images).map(([id, time]) => [id, Date.parse(time)]));
      this.#written = new Map(this.#times);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      this.#floor = this.#now();
    }
  }

  /** An image that was never used was last used when it came in. */
  of({ id, importedAt }: ImageRecord): number {
    return Math.max(this.#times.get(id) ?? 0, Date.parse(importedAt), this.#floor);
  }

  note(id: string): void {
    this.#times.set(id, this.#now());
    if (this.#now() - (this.#written.get(id) ?? 0) >= step) void this.flush().catch(() => undefined);
  }

  forget(id: string): void {
    this.#times.delete(id);
  }

  /** A write under way has ended. */
  async close(): Promise<void> {
    await this.#turn.catch(() => undefined);
  }

  /** Rejects as a durable write does; the next one writes all again. */
  flush(): Promise<void> {
    this.#turn = this.#turn
      .catch(() => undefined)
      .then(async () => {
        const times = new Map(this.#times);
        const images = Object.fromEntries([...times].map(([id, time]) => [id, new Date(time).toISOString()]));
        await this.#disk.writeDurable(this.#path, `${JSON.stringify({ version, images })}\n`);
        this.#written = times;
      });
    return this.#turn;
  }
}
