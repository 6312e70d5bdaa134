/**
 * Rendering, verification with repair, and collection, cut off before and after every step of the disk and every call of the host. The next
 * start has only images that are whole to the byte or say that they are not, and makes those whole.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Host } from "../../agent/host/host.ts";
import { aciBytes, admin, EventList, ImageWorld, last, trusting } from "../../agent/image/images.fixture.ts";
import { Images } from "../../agent/image/images.ts";
import { unpackInProcess } from "../../agent/image/unpack/in-process.ts";
import { walkPlain } from "../../agent/image/unpack/plain-walk.ts";
import { Cut, forever } from "../support/cut.ts";
import { pictureOf } from "../support/image-after.ts";

const host = {
  unpack: unpackInProcess,
  removeTree: async (path: string) => rmSync(path, { recursive: true, force: true }),
  readInRoot: async () => null,
  walk: walkPlain,
} as unknown as Host;
const [baseName, appName] = ["example.com/base", "example.com/app"];
/** Of a repair there are many: all of them in `npm run test:long`. */
const everyPoint = Number(process.env.CRATON_CUTS ?? 200) > 200;
const never = new AbortController().signal;
const dependencies = [{ imageName: "example.com/base" }];

let inbox: string;
let base: string;
let app: string;
/** Of images by name, as they are when all is well. */
let wanted: Map<string, string[]>;
beforeEach(async () => {
  inbox = mkdtempSync(join(tmpdir(), "craton-upkeep-"));
  base = join(inbox, "base.aci");
  app = join(inbox, "app.aci");
  writeFileSync(base, await aciBytes("base"));
  writeFileSync(app, await aciBytes("app", { manifest: { dependencies, pathWhitelist: ["/hello"] } }));
  const world = await new ImageWorld().start();
  for (const path of [base, app]) await world.fetch(path);
  wanted = new Map(
    world.images.list().map(({ id, name }) => [name, pictureOf(world.images.forPod(id).lower[0] ?? "")]),
  );
  await world.images.close();
  world.drop();
});
afterEach(() => rmSync(inbox, { recursive: true, force: true }));

class Life {
  readonly dir = mkdtempSync(join(tmpdir(), "craton-life-"));
  readonly folder = join(this.dir, "images");
  events = new EventList();

  open(cut?: Cut, more: { now?: () => number } = {}): Images {
    this.events = new EventList();
    const configFolders = { system: join(this.dir, "system"), local: join(this.dir, "local") };
    const registries = join(this.dir, "registries.json");
    const common = { folder: this.folder, registries, configFolders, events: this.events, using: () => [], ...more };
    return new Images({ ...common, host: cut?.host(host) ?? host, ...(cut ? { disk: cut.disk() } : {}) });
  }

  async with(paths: string[]): Promise<Images> {
    const images = this.open();
    await images.recover();
    for (const path of paths) await last(images.fetch({ source: path, ...trusting }, admin, never));
    return images;
  }
}

/** Cuts a start and `work` after it at each point in turn, over what `prepare` makes; answers how many points there are. */
async function cutEach(
  prepare: (life: Life) => Promise<unknown>,
  work: (images: Images) => Promise<unknown>,
  look: (images: Images, life: Life, where: string) => Promise<void>,
  { step = 1, ...more }: { now?: () => number; step?: number } = {},
): Promise<number> {
  for (let at = 1 + Math.floor(Math.random() * step); ; at += step) {
    const life = new Life();
    await prepare(life);
    let died = () => {};
    const dead = new Promise<"cut">((resolve) => {
      died = () => resolve("cut");
    });
    const cut = new Cut(at, () => {
      died();
      return forever();
    });
    const images = life.open(cut, more);
    const done = images
      .recover()
      .then(() => work(images))
      .then(() => "done" as const);
    const ended = await Promise.race([done, dead]);
    await cut.now();
    const next = life.open();
    await next.recover();
    const where = `cut at ${at}`;
    expect(life.events.reasons, where).not.toContain("ImageLost");
    await look(next, life, where);
    expect(readdirSync(join(life.folder, "tmp")), where).toEqual([]);
    await next.close();
    rmSync(life.dir, { recursive: true, force: true });
    if (ended === "done") return at;
  }
}

/** Ready means whole; what says that it is not is then made whole. */
async function allWhole(images: Images, where: string): Promise<string[]> {
  const look = (id: string, name: string) =>
    expect(pictureOf(images.forPod(id).lower[0] ?? ""), where).toEqual(wanted.get(name));
  for (const { id, name, damaged } of images.list()) if (damaged === undefined) look(id, name);
  await images.upkeep.mend(never);
  for (const { id, name } of images.list()) look(id, name);
  return images
    .list()
    .map(({ name }) => name)
    .sort();
}
/** With what it is built on, and its rendered tree. */
const verifyApp = async (images: Images) => {
  for await (const _ of images.upkeep.verify(appName, admin, never));
};

describe("a cut at every point", () => {
  it("of a fetch that renders leaves the image rendered whole, or not there", async () => {
    const fetch = (images: Images) => last(images.fetch({ source: app, ...trusting }, admin, never));
    const look = async (images: Images, life: Life, where: string) => {
      const names = await allWhole(images, where);
      expect([[baseName], [appName, baseName]], where).toContainEqual(names);
      expect(readdirSync(join(life.folder, "trees")), where).toHaveLength(names.length === 1 ? 1 : 3);
    };
    expect(await cutEach((life) => life.with([base]), fetch, look)).toBeGreaterThan(20);
  });

  it("of a repair leaves no image that is ready and known to differ", async () => {
    const spoilt = async (life: Life) => {
      const images = await life.with([base, app]);
      for (const { id } of images.list()) {
        const file = join(images.forPod(id).lower[0] as string, "hello");
        writeFileSync(file, readFileSync(file, "utf8").toUpperCase());
      }
    };
    // What the verification had not come to is not known to be spoilt: it is begun again.
    const look = async (images: Images, _: Life, where: string) => {
      await images.upkeep.mend(never);
      await verifyApp(images);
      expect(await allWhole(images, where)).toEqual([appName, baseName]);
    };
    expect(await cutEach(spoilt, verifyApp, look, { step: everyPoint ? 1 : 4 })).toBeGreaterThan(30);
  });

  it("of a collection leaves each image whole or gone, what is built on another first", async () => {
    const collect = (images: Images) => images.upkeep.gc({ dryRun: false, graceSeconds: 0 }, admin);
    const look = async (images: Images, _: Life, where: string) =>
      expect([[], [baseName], [appName, baseName]], where).toContainEqual(await allWhole(images, where));
    const later = { now: () => Date.now() + 1000 };
    expect(await cutEach((life) => life.with([base, app]), collect, look, later)).toBeGreaterThan(8);
  });
});
