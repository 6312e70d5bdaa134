import { appendFileSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { VerifyLine } from "../../../lib/contract/image-verify.ts";
import { admin, ImageWorld } from "../images.fixture.ts";

let world: ImageWorld;
let now = Date.parse("2026-11-24T10:00:00Z");
const options = { now: () => now };
beforeEach(async () => {
  world = new ImageWorld(options);
  await world.start();
});
afterEach(async () => {
  await world.images.close();
  world.drop();
});
const never = new AbortController().signal;
const manifest = { pathWhitelist: ["/hello"] };

async function verify(id: string) {
  let last: VerifyLine | undefined;
  for await (const line of world.images.upkeep.verify(id, admin, never)) last = line;
  if (last?.type !== "verified") throw new Error("no result");
  return last;
}

describe("a verification", () => {
  it("reads archive and tree again and finds nothing", async () => {
    const { id, size } = await world.fetch(await world.aci("one"));
    expect(await verify(id)).toEqual({ type: "verified", bytes: size + 3, files: 2, faults: [], more: 0 });
  });

  it.each(["tree", "rendered"])("makes a %s anew that differs by a byte, or only by a time", async (where) => {
    const image = await world.fetch(await world.aci("one", where === "tree" ? {} : { manifest }));
    const tree = world.images.forPod(image.id).lower[0] as string;
    const spoil = [
      () => writeFileSync(join(tree, "hello"), "onf"),
      () => appendFileSync(join(tree, "hello"), "!"),
      () => writeFileSync(join(tree, "more"), ""),
      () => utimesSync(join(tree, "hello"), 5, 5),
    ];
    for (const change of spoil) {
      change();
      expect((await verify(image.id)).faults).toMatchObject([{ where, repaired: true }]);
      expect(await verify(image.id)).toMatchObject({ faults: [] });
      expect(readFileSync(join(tree, "hello"), "utf8")).toBe("one");
    }
    expect(world.images.list()).toEqual([image]);
    expect(world.contents.tmp).toEqual([]);
  });

  it("tells what it cannot repair, and no new pod gets it, over a restart, until it is made good", async () => {
    const { id } = await world.fetch(await world.aci("one"));
    const file = join(world.images.forPod(id).lower[0] as string, "hello");
    const blob = join(world.folder, "blobs/sha512", id.slice(7));
    const whole = readFileSync(blob);
    const rotten = Buffer.from(whole);
    rotten[600] = (rotten[600] as number) ^ 1;
    writeFileSync(blob, rotten);
    writeFileSync(file, "two");
    expect((await verify(id)).faults).toMatchObject([
      { where: "blob", repaired: false },
      { where: "tree", repaired: false },
    ]);
    for (let life = 0; life < 2; life++) {
      expect(world.images.get(id).damaged).toMatch(/its checksum is/);
      expect(() => world.images.forPod(id)).toThrow("is damaged and cannot be used");
      await world.open(options).recover();
    }
    expect(world.events.reasons).toContain("ImageDamaged");
    writeFileSync(blob, whole);
    expect((await verify(id)).faults).toMatchObject([{ where: "tree", repaired: true }]);
    expect(world.images.get(id).damaged).toBeUndefined();
    expect(readFileSync(file, "utf8")).toBe("one");
  });

  it("leaves the tree of a living pod where it is", async () => {
    const { id } = await world.fetch(await world.aci("one"));
    const file = join(world.images.forPod(id).lower[0] as string, "hello");
    world.users.set(id, ["8b1d3f4e-4a5b-4c6d-8e7f-0123456789ab"]);
    writeFileSync(file, "two");
    expect((await verify(id)).faults).toMatchObject([
      { where: "tree", repaired: false, why: /is used by pod 8b1d3f4e/ },
    ]);
    expect(readFileSync(file, "utf8")).toBe("two");
    world.users.clear();
    await world.images.upkeep.mend(never);
    expect(readFileSync(file, "utf8")).toBe("one");
  });
});

describe("a collection", () => {
  const hour = 3600_000;
  it("takes what nobody used within the grace time, tells it before, and keeps what pods and others need", async () => {
    const dependencies = [{ imageName: "example.com/base" }];
    const base = await world.fetch(await world.aci("base"));
    const app = await world.fetch(await world.aci("app", { manifest: { dependencies } }));
    const idle = await world.fetch(await world.aci("idle", { manifest: { dependencies, ...manifest } }));
    now += 20 * hour;
    const fresh = await world.fetch(await world.aci("fresh"));
    now += 5 * hour;
    world.users.set(app.id, ["8b1d3f4e-4a5b-4c6d-8e7f-0123456789ab"]);
    const preview = await world.images.upkeep.gc({ dryRun: true }, admin);
    expect(preview.images.map(({ id }) => id)).toEqual([idle.id]);
    expect(preview.kept.map(({ id, why }) => [id, why]).sort()).toEqual(
      [
        [app.id, "pod"],
        [base.id, "dependency"],
        [fresh.id, "grace"],
      ].sort(),
    );
    expect(preview.frees).toBe(idle.size + idle.treeSize + "idle".length);
    expect(world.images.list()).toHaveLength(4);
    expect(await world.images.upkeep.gc({ dryRun: false }, admin)).toEqual(preview);
    expect(world.images.list().map(({ id }) => id)).not.toContain(idle.id);
    expect(world.events.reasons.at(-1)).toBe("ImageRemoved");
    world.users.clear();
    now += 1000;
    const all = await world.images.upkeep.gc({ dryRun: false, graceSeconds: 0 }, admin);
    expect(all.images.map(({ id }) => id).slice(-1)).toEqual([base.id]);
    expect(world.contents).toEqual({ blobs: [], trees: [], records: [], tmp: [] });
  });

  it("takes downloads that broke off before the grace time", async () => {
    mkdirSync(join(world.folder, "partial"), { recursive: true });
    for (const [name, age] of [
      ["old", 30],
      ["young", 3],
    ] as const) {
      const time = (now - age * hour) / 1000;
      for (const end of ["part", "json"]) {
        const path = join(world.folder, "partial", `${name}.${end}`);
        writeFileSync(path, "half");
        utimesSync(path, time, time);
      }
    }
    const { leftovers } = await world.images.upkeep.gc({ dryRun: true }, admin);
    expect(leftovers).toEqual([{ kind: "partial", name: "old", size: 4 }]);
    await world.images.upkeep.gc({ dryRun: false }, admin);
    expect(readdirSync(join(world.folder, "partial")).sort()).toEqual(["young.json", "young.part"]);
  });

  it("counts from the last use, which a restart remembers", async () => {
    const { id } = await world.fetch(await world.aci("one"));
    now += 23 * hour;
    world.images.forPod(id);
    await world.images.close();
    await world.open(options).recover();
    now += 23 * hour;
    expect((await world.images.upkeep.gc({ dryRun: true }, admin)).images).toEqual([]);
    now += 2 * hour;
    expect((await world.images.upkeep.gc({ dryRun: true }, admin)).images).toHaveLength(1);
  });
});
