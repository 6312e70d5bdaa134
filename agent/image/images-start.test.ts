import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ImageWorld } from "./images.fixture.ts";

let world: ImageWorld;
beforeEach(async () => {
  world = await new ImageWorld().start();
});
afterEach(async () => {
  await world.images.close();
  world.drop();
});

describe("a new start", () => {
  it("finds all images again", async () => {
    const image = await world.fetch(await world.aci("one"));
    await world.open().recover();
    expect(world.images.list()).toEqual([image]);
  });

  it("drops work of an earlier life, and trees and blobs that no record names", async () => {
    const image = await world.fetch(await world.aci("one"));
    const before = world.contents;
    const at = (...parts: string[]) => join(world.folder, ...parts);
    mkdirSync(at("tmp", "half", "tree"), { recursive: true });
    mkdirSync(at("trees", "stray"));
    mkdirSync(at("blobs", "sha256"));
    writeFileSync(at("blobs", "sha256", "ab"), "");
    writeFileSync(at("records", ".x.json.abc.tmp"), "");
    await world.open().recover();
    expect(world.contents).toEqual(before);
    expect(world.images.list()).toEqual([image]);
  });

  it("makes a tree that is lost anew from its archive, and no pod gets the image before", async () => {
    const image = await world.fetch(await world.aci("a"));
    const { lower } = world.images.forPod(image.id);
    rmSync(lower[0] as string, { recursive: true });
    const images = world.open();
    await images.recover();
    expect(images.get(image.id)).toMatchObject({ damaged: "its tree is missing" });
    expect(() => images.forPod(image.id)).toThrow("is damaged and cannot be used: its tree is missing");
    await images.upkeep.mend(new AbortController().signal);
    expect(images.list()).toEqual([image]);
    expect(readFileSync(join(images.forPod(image.id).lower[0] as string, "hello"), "utf8")).toBe("a");
    expect(world.events.reasons.at(-1)).toBe("ImageRepaired");
    expect(world.contents.tmp).toEqual([]);
  });

  it("takes a tree that is lost from a fetch, too", async () => {
    const path = await world.aci("a");
    const image = await world.fetch(path);
    rmSync(world.images.forPod(image.id).lower[0] as string, { recursive: true });
    await world.open().recover();
    expect(await world.fetch(path)).toEqual(image);
  });

  it.each(["blob", "cut blob"])("reports an image whose %s is lost, and goes on", async (what) => {
    const [lost, kept] = await Promise.all(["a", "b"].map(async (name) => world.fetch(await world.aci(name))));
    const blob = join(world.folder, "blobs/sha512", lost?.id.slice(7) ?? "");
    if (what === "blob") rmSync(blob);
    else writeFileSync(blob, "short");
    await world.open().recover();
    expect(world.images.list().map(({ id }) => id)).toEqual([kept?.id]);
    const event = world.events.all.at(-1);
    expect(event).toMatchObject({
      event: { reason: "ImageLost", level: "warning", id: lost?.id },
      object: { image: null },
    });
    expect(world.contents).toMatchObject({ records: [`${kept?.id}.json`], tmp: [] });
    expect(world.contents.trees).toHaveLength(1);
  });

  it("sets an unreadable record aside and says where", async () => {
    const image = await world.fetch(await world.aci("one"));
    writeFileSync(join(world.folder, "records", `${image.id}.json`), '{"version":1');
    const said: string[] = [];
    await world.open({ log: (line) => said.push(line) }).recover();
    expect(world.images.list()).toEqual([]);
    expect(said[0]).toMatch(/cannot be read .* it was moved to .*unreadable/);
    expect(world.events.reasons.at(-1)).toBe("ImageRecordUnreadable");
    expect((await world.fetch(await world.aci("one"))).id).toBe(image.id);
  });

  it("touches nothing when a record is of a later format", async () => {
    const image = await world.fetch(await world.aci("one"));
    const before = world.contents;
    const path = join(world.folder, "records", `${image.id}.json`);
    writeFileSync(path, readFileSync(path, "utf8").replace('"version":2', '"version":3'));
    mkdirSync(join(world.folder, "trees", "of-the-new-format"));
    await expect(world.open().recover()).rejects.toMatchObject({ code: "state-newer" });
    expect(world.contents).toEqual({ ...before, trees: [...(before.trees ?? []), "of-the-new-format"].sort() });
  });
});
