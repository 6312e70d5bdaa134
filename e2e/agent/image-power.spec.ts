/**
 * The store on a disk whose power is cut, or whose process is killed, at every step of the disk and every call of the host of random
 * lives. CRATON_CUTS is the number of points: 200 in `npm test`,
 * 2,000 in `npm run test:long`; CRATON_SEED repeats a run.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admin } from "../../agent/image/images.fixture.ts";
import { type RawEntry, tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { Cut } from "../support/cut.ts";
import { CutDisk } from "../support/cut-disk.ts";
import { lookAtImages, pictureOf, type Told } from "../support/image-after.ts";
import { ImageHost } from "../support/image-host.ts";
import { random } from "../support/random.ts";

const points = Number(process.env.CRATON_CUTS ?? 200);
const seed = Number(process.env.CRATON_SEED ?? Math.floor(Math.random() * 2 ** 31));
const inbox = mkdtempSync(join(tmpdir(), "craton-inbox-"));

/** Three images, each as a plain and a compressed archive: one ID, two blobs. */
const archives = ["one", "two", "three"].map((name, i) => {
  const body = Buffer.alloc(i * 150_000, `${name} `);
  const files: RawEntry[] = [
    { name: "rootfs/", type: "5", mode: 0o755 },
    { name: "rootfs/d/", type: "5", mode: 0o750, uid: 7 },
    { name: "rootfs/d/f", body, mode: 0o4755, uid: 7, mtime: 1e9 },
    { name: "rootfs/d/h", type: "1", link: "rootfs/d/f" },
    { name: "rootfs/s", type: "2", link: "/nowhere" },
    { name: "manifest", body: JSON.stringify({ acKind: "ImageManifest", acVersion: "0.8.11", name: `a/${name}` }) },
  ];
  const tar = tarOf(...files);
  const paths = [join(inbox, `${name}.aci`), join(inbox, `${name}.gz.aci`)] as const;
  writeFileSync(paths[0], tar);
  writeFileSync(paths[1], gzipSync(tar));
  return paths;
});
const known = new Map<string, string[]>();
const ids: string[] = [];

beforeAll(async () => {
  const world = await ImageHost.start();
  for (const [plain] of archives) {
    const { id } = await world.fetch(plain);
    ids.push(id);
    known.set(id, pictureOf(world.images.forPod(id).lower[0] ?? ""));
  }
  await world.stop();
});
afterAll(() => rmSync(inbox, { recursive: true, force: true }));

describe("a store that is cut off", () => {
  it(
    "has only whole images, all that it said, and nothing else",
    async () => {
      let looked = 0;
      for (let round = 0; looked < points; round++) {
        const next = random(seed + round);
        const disk = new CutDisk();
        mkdirSync(join(disk.state, "agent"));
        const world = await ImageHost.start({ state: disk.state });
        const told: Told = { known, there: new Set(), gone: new Set() };
        let doing = "nothing";
        const cut = new Cut(1, async () => {
          const where = `seed ${seed + round}, point ${cut.count}: ${doing}`;
          const look = (how: string) => (state: string) =>
            lookAtImages(join(state, "agent/images"), told, `${how}, ${where}`);
          await disk.afterPowerCut(look("power cut"));
          await disk.afterKill(look("killed"));
          looked += 2;
        });
        world.open({ disk: cut.disk(), host: cut.host(world.host) });
        try {
          await world.images.recover();
          for (let step = 0; step < 8 && looked < points; step++) {
            const i = next(ids.length);
            const id = ids[i] as string;
            if (told.there.has(id) && next(2) === 0) {
              doing = `removes ${i}`;
              told.there.delete(id);
              await world.images.remove(id, admin);
              told.gone.add(id);
            } else {
              doing = `fetches ${i}`;
              told.gone.delete(id);
              expect((await world.fetch(archives[i]?.[next(2)] as string)).id).toBe(id);
              told.there.add(id);
            }
          }
        } finally {
          await world.images.close();
          await world.host.close();
          await world.keeper.stop();
          disk.drop();
        }
      }
      expect(looked).toBeGreaterThanOrEqual(points);
    },
    60_000 + points * 1000,
  );
});
