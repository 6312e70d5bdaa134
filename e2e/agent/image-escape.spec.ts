/**
 * Every archive of one and of two entries over a small, vicious alphabet (names × types × link targets) goes through the real
 * unpacking, with a tree outside that must stay as it is to the nanosecond. Three ways in:
 *   - all single entries through the confined reader and writer;
 *   - all pairs through the reader's own code, and a part of what it lets pass through the confined writer;
 *   - records that the reader would never send, straight to the writer, as if it had been taken over.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unpackBy } from "../../agent/host/linux/unpack.ts";
import {
  encodeEntry,
  encodePath,
  encodeSummary,
  recordType,
  type TreeEntry,
} from "../../agent/image/unpack/records.ts";
import { picture, plantCanary } from "../support/canary.ts";
import { archiveOf, hostileAlphabet, recordsOf } from "../support/hostile-archives.ts";
import { startKeeper, type TestKeeper } from "../support/keeper.ts";

const dir = mkdtempSync(join(tmpdir(), "craton-escape-"));
const outside = join(dir, "outside");
const work = join(dir, "work");
let keeper: TestKeeper;
let before: string[];
beforeAll(async () => {
  // in memory, since each unpacking ends with a sync of its file system
  execFileSync("mount", ["-t", "tmpfs", "craton-escape", dir]);
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

const alphabet = hostileAlphabet(outside);

/** Thousands of confined processes: seconds on a quiet machine. */
const patience = 300_000;

/** Of the pairs one in so many is written, other ones each time; all of them in `npm run test:long`, as all archives of three. */
const part = process.env.CRATON_ARCHIVES === "all" ? 1 : 4;
const offset = Math.floor(Math.random() * part);

let count = 0;
/** Answers whether it was taken. A refusal by anything but a clear code is thrown on. */
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

/** Four at a time, in order of the list. */
async function all<T>(list: T[], work: (item: T) => Promise<boolean>): Promise<{ taken: number; refused: number }> {
  const result = { taken: 0, refused: 0 };
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < list.length; i = next++) result[(await work(list[i] as T)) ? "taken" : "refused"]++;
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  expect(picture(outside)).toEqual(before);
  expect(readdirSync(dir).sort()).toEqual(["outside", "work"]);
  return result;
}

/** The records alone, written by the confined writer: `cat` stands in for the reader. */
const byWriter = (duplicates: "refuse" | "replace") => (blob: string, target: string) =>
  keeper.keeper.unpack({ blob, target, reader: ["/bin/cat"], duplicates, maxBytes: 1e6, maxEntries: 100 });
const duplicatesOf = (format: "aci" | "layer") => (format === "aci" ? "refuse" : "replace");

describe.each(["layer", "aci"] as const)("as %s", (format) => {
  it(
    "every single entry, through reader and writer",
    async () => {
      const spec = { format, maxBytes: 1e6, maxEntries: 100 };
      const { taken, refused } = await all(alphabet, (entry) =>
        unpacked(archiveOf(format, [entry]), (blob, target) => unpackBy(keeper.keeper, { ...spec, blob, target })),
      );
      expect(taken).toBeGreaterThan(15);
      expect(refused).toBeGreaterThan(alphabet.length / 2);
    },
    patience,
  );

  it(
    "pairs that the reader lets pass, through the writer, which takes all of them",
    async () => {
      const streams = new Map<string, Buffer>();
      let refused = 0;
      for (const first of alphabet) {
        // the reader stops at the first entry that it refuses, so what follows makes no difference
        if (!(await recordsOf(format, archiveOf(format, [first])))) continue;
        for (const second of alphabet) {
          const records = await recordsOf(format, archiveOf(format, [first, second]));
          if (records) streams.set(records.toString("latin1").replace(/\{"tarDigest.*$/s, ""), records);
          else refused++;
        }
      }
      expect(refused).toBeGreaterThan(streams.size);
      const chosen = [...streams.values()].filter((_, at) => at % part === offset);
      const result = await all(chosen, (records) => unpacked(records, byWriter(duplicatesOf(format))));
      expect(result).toEqual({ taken: chosen.length, refused: 0 });
    },
    patience,
  );
});

describe("records that no reader sends", () => {
  const file = { mode: 0o6777, uid: 0, gid: 0, mtimeSec: 0, mtimeNsec: 0, size: 0, xattrs: [] };
  const kinds = ["dir", "file", "symlink", "hardlink", "fifo"] as const;
  const paths = ["a", "a/b", "a/f", "..", "../outside/f", "a/../../outside/f", join(outside, "f"), ".", ""];
  const links = ["", "a", "../../outside", "../../outside/f", outside, "/proc/self/root"];
  const entries: TreeEntry[] = kinds.flatMap((type) =>
    paths.flatMap((path) => (type.endsWith("link") ? links : [""]).map((link) => ({ ...file, type, path, link }))),
  );
  const marks = (["whiteout", "opaque"] as const).flatMap((type) => paths.map((path) => encodePath(type, path)));
  const summary = encodeSummary({
    tarDigest: "",
    tarBytes: 0,
    treeBytes: 0,
    entries: 0,
    manifest: null,
    implied: 0,
    marks: null,
  });
  const records = [...entries.map(encodeEntry), ...marks];

  it("one of them", async () => {
    const { refused } = await all(records, (one) => unpacked(Buffer.concat([one, summary]), byWriter("replace")));
    expect(refused).toBeGreaterThan(records.length / 2);
  });

  it(
    "any after a link to the outside",
    async () => {
      const symlinks = links
        .filter((link) => link !== "")
        .map((link) => encodeEntry({ ...file, type: "symlink", path: "a", link }));
      const pairs = symlinks.flatMap((first) => records.map((second) => Buffer.concat([first, second, summary])));
      for (const duplicates of ["refuse", "replace"] as const) {
        const { refused } = await all(pairs, (pair) => unpacked(pair, byWriter(duplicates)));
        expect(refused).toBeGreaterThan(pairs.length / 2);
      }
    },
    patience,
  );

  it("cut off, too long, or of no kind", async () => {
    const one = encodeEntry({ ...file, type: "file", path: "a", link: "", size: 5 });
    const long = Buffer.alloc(5);
    long.writeUInt8(recordType.data, 0);
    long.writeUInt32LE(200_000, 1);
    const odd = [
      one,
      Buffer.concat([one, summary]),
      Buffer.concat([one, Buffer.from([8, 6, 0, 0, 0, 1, 2, 3, 4, 5, 6]), summary]),
      Buffer.concat([long, Buffer.alloc(200_000), summary]),
      Buffer.concat([Buffer.from([99, 0, 0, 0, 0]), summary]),
      Buffer.from([8, 1, 0, 0, 0, 1]),
      ...Array.from({ length: 40 }, (_, i) => Buffer.concat([one.subarray(0, i), summary])),
    ];
    const outcomes = await Promise.all(
      odd.map((stream) =>
        unpacked(stream, byWriter("replace")).catch((error) => {
          expect(error.code).toBe("host-failed");
          return false;
        }),
      ),
    );
    expect(outcomes.filter((taken) => taken)).toHaveLength(1);
    expect(picture(outside)).toEqual(before);
  });
});
