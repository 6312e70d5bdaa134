/** Rendering on the real kernel, against a model of what the App Container specification says (D3, D4, C7). */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Merge } from "../../agent/host/host.ts";
import { type LinuxHost, linuxHost } from "../../agent/host/linux.ts";
import { type Keep, keepOf } from "../../agent/image/render/keep.ts";
import { readMerge } from "../../agent/image/unpack/read-merge.ts";
import { readArchive } from "../../agent/image/unpack/reader.ts";
import { RecordWriter } from "../../agent/image/unpack/record-writer.ts";
import { encodeSummary, type Summary } from "../../agent/image/unpack/records.ts";
import { tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { startKeeper, type TestKeeper } from "../support/keeper.ts";
import { archives, type ModelArchive, rawEntries, rendered, whitelists } from "../support/render-model.ts";

const state = mkdtempSync(join(tmpdir(), "craton-render-"));
let keeper: TestKeeper;
let host: LinuxHost;
let made = 0;
beforeAll(async () => {
  keeper = await startKeeper();
  const network = { bridge: "cratontest", subnet: "10.99.0.0/16", cniPath: "/usr/lib/cni" };
  host = linuxHost({ state, keeperSocket: keeper.socket, cgroup: "craton-render-test", ...network });
});
afterAll(async () => {
  await host.close();
  await keeper.stop();
  rmSync(state, { recursive: true, force: true });
});

function folder(): string {
  const path = join(state, String(++made));
  mkdirSync(path);
  return path;
}

function bytesOf(archive: ModelArchive): Buffer {
  return tarOf({ name: "rootfs", type: "5", ...archive.root }, ...rawEntries(archive), {
    name: "manifest",
    body: "{}",
  });
}

const limits = { format: "aci", maxBytes: 1e6, maxEntries: 1000 } as const;

/** The reader's code in this process, which is quicker, and its records through the confined writer: `cat` stands in for the reader. */
async function unpack(archive: ModelArchive, target: string, merge?: Merge): Promise<Summary> {
  const out = new PassThrough({ highWaterMark: 2 ** 20 });
  const writer = new RecordWriter(out);
  const bytes = bytesOf(archive);
  async function* open() {
    yield bytes;
  }
  const summary = await (merge ? readMerge(open, limits, merge, writer) : readArchive(open(), limits, writer));
  writer.put(encodeSummary(summary));
  await writer.end();
  const blob = join(state, `${++made}.records`);
  writeFileSync(blob, out.read() as Buffer);
  const duplicates = merge ? "merge" : "refuse";
  await keeper.keeper.unpack({ blob, target, reader: ["/bin/cat"], duplicates, maxBytes: 1e6, maxEntries: 1000 });
  return summary;
}

async function flat(steps: { archive: ModelArchive; keep: Keep }[]): Promise<string> {
  const target = folder();
  for (const { archive, keep } of steps) await unpack(archive, target, { keep });
  return target;
}

async function walked(lower: string[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const piece of host.walk({ lower, path: ".", deep: true, content: 1000 })) {
    if ("data" in piece) lines.push(`${lines.pop()} ${piece.data}`);
    else {
      const { kind, path, mode, uid, mtimeSec, mtimeNsec, link } = piece.entry;
      const time = mtimeNsec === 0 ? mtimeSec : `${mtimeSec}.${String(mtimeNsec).padStart(9, "0")}`;
      lines.push(`${kind} ${path} ${mode.toString(8)} ${uid} ${time} ${link}`.trim());
    }
  }
  return lines;
}

it("archives extracted in order, each filtered, are the tree that the specification tells", async () => {
  const step = fc.record({ archive: archives, lists: whitelists });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      const keeps = steps.map(({ archive, lists }) => ({
        archive,
        keep: keepOf(lists.map((list) => list.map((path) => `/${path}`))),
      }));
      expect(await walked([await flat(keeps)])).toEqual(rendered(steps));
    }),
    { numRuns: 50 },
  );
});

it("trees of archives that state all their folders, overlaid, are the same as the archives extracted in order", async () => {
  const whole = archives.map((archive) => {
    const stated = new Set(archive.entries.filter(({ type }) => type === "dir").map(({ path }) => path));
    const entries = archive.entries.filter(({ path }) =>
      path.split("/").every((_, i, parts) => i === 0 || stated.has(parts.slice(0, i).join("/"))),
    );
    // In order: a link to a link that went goes too.
    const there = new Set<string>();
    const linked = entries.filter(({ type, path, text }) => {
      if (type === "hardlink" && !there.has(text)) return false;
      there.add(path);
      return true;
    });
    return { ...archive, entries: linked };
  });
  await fc.assert(
    fc.asyncProperty(fc.array(whole, { minLength: 2, maxLength: 4 }), async (all) => {
      const trees: string[] = [];
      for (const archive of all) {
        const target = folder();
        const { implied } = await unpack(archive, target);
        expect(implied).toBe(0);
        trees.unshift(target);
      }
      const one = await flat(all.map((archive) => ({ archive, keep: null })));
      expect(await walked(trees)).toEqual(await walked([one]));
    }),
    { numRuns: 25 },
  );
});
