/**
 * Archives of three entries over the alphabet of support/hostile-archives.ts through the reader's code, and what it lets pass through the
 * confined writer, with a tree outside that must stay as it is to the nanosecond, its inodes included. `npm test` takes a sample,
 * `npm run test:long` (CRATON_ARCHIVES=all) every one. CRATON_SEED repeats a sample. (image-escape.spec.ts does the same for
 * fewer entries, and through the confined reader's own process.)
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RawEntry } from "../../agent/image/unpack/tar.fixture.ts";
import { picture, plantCanary } from "../support/canary.ts";
import { acceptedArchives, archiveOf, type Format, hostileAlphabet, recordsOf } from "../support/hostile-archives.ts";
import { startKeeper, type TestKeeper } from "../support/keeper.ts";
import { random } from "../support/random.ts";

const all = process.env.CRATON_ARCHIVES === "all";
const sample = 1000;
const seed = Number(process.env.CRATON_SEED ?? Math.floor(Math.random() * 2 ** 31));
const dir = mkdtempSync(join(tmpdir(), "craton-enumerate-"));
const outside = join(dir, "outside");
const work = join(dir, "work");
const alphabet = hostileAlphabet(outside);
let keeper: TestKeeper;
let before: string[];
beforeAll(async () => {
  // in memory, since each unpacking ends with a sync of its file system
  execFileSync("mount", ["-t", "tmpfs", "craton-enumerate", dir]);
  plantCanary(outside);
  mkdirSync(work);
  before = picture(outside);
  keeper = await startKeeper();
});
afterAll(async () => {
  await keeper?.stop();
  execFileSync("umount", [dir]);
  rmSync(dir, { recursive: true, force: true });
});

let count = 0;
/** True when it was taken. What is neither taken nor refused as a bad archive is thrown on. */
async function unpacked(blob: Buffer, unpack: (blob: string, target: string) => Promise<unknown>): Promise<boolean> {
  const at = join(work, String(++count));
  const target = join(at, "tree");
  mkdirSync(target, { recursive: true });
  writeFileSync(join(at, "blob"), blob);
  try {
    await unpack(join(at, "blob"), target);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== "bad-archive") throw error;
    return false;
  } finally {
    expect(readdirSync(at).sort()).toEqual(["blob", "tree"]);
    rmSync(at, { recursive: true });
  }
}

function unharmed(where: string): void {
  expect(picture(outside), where).toEqual(before);
  expect(readdirSync(dir).sort(), where).toEqual(["outside", "work"]);
}

/** Four at a time. */
async function each<T>(items: AsyncIterable<T> | Iterable<T>, doIt: (item: T) => Promise<unknown>): Promise<void> {
  const busy = new Set<Promise<unknown>>();
  for await (const item of items) {
    const doing = doIt(item).finally(() => busy.delete(doing));
    busy.add(doing);
    if (busy.size >= 4) await Promise.race(busy);
  }
  await Promise.all(busy);
}

/** Prefixes that a reader may take, so that a sample reaches the third entry more often than not. */
const mild = alphabet.filter(({ name, type }) => /^(a|b|a\/b|\.wh\.a)$/.test(String(name)) && type !== "3");

async function* sampled(format: Format, seen: { archives: number }): AsyncGenerator<Buffer> {
  const next = random(seed);
  const of = (list: RawEntry[]) => list[next(list.length)] as RawEntry;
  for (; seen.archives < sample; seen.archives++) {
    const records = await recordsOf(format, archiveOf(format, [of(mild), of(mild), of(alphabet)]));
    if (records) yield records;
  }
}

it.each(["layer", "aci"] as const)(
  "as %s, what the reader lets pass of three entries is taken by the writer and leaves the outside alone",
  async (format) => {
    const seen = { archives: 0 };
    const accepted = all ? acceptedArchives(format, alphabet, 3, seen) : sampled(format, seen);
    const duplicates = format === "aci" ? ("refuse" as const) : ("replace" as const);
    const limits = { reader: ["/bin/cat"], duplicates, maxBytes: 1e6, maxEntries: 100 };
    let taken = 0;
    await each(accepted, async (records) => {
      const done = await unpacked(records, (blob, target) => keeper.keeper.unpack({ ...limits, blob, target }));
      expect(done, `seed ${seed}: ${records.toString("latin1")}`).toBe(true);
      if (++taken % 1000 === 0) unharmed(`after ${taken}`);
    });
    unharmed(`seed ${seed}`);
    process.stdout.write(`${format}: ${seen.archives} archives read, ${taken} written\n`);
    expect(taken).toBeGreaterThan(all ? 1000 : 5);
  },
  all ? 3_600_000 : 60_000,
);
