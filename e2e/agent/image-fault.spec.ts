/**
 * A full or broken disk at each step and each call of a fetch and of a removal: the answer says so, the store is as before or as
 * after, the next start finds nothing half done, and the same is then done without a fault.
 */

import { rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { admin, ImageWorld } from "../../agent/image/images.fixture.ts";
import { unpackInProcess } from "../../agent/image/unpack/in-process.ts";
import { walkPlain } from "../../agent/image/unpack/plain-walk.ts";
import { Fault } from "../support/fault.ts";
import { lookAtImages, pictureOf } from "../support/image-after.ts";

const host = {
  unpack: unpackInProcess,
  removeTree: async (path: string) => rmSync(path, { recursive: true, force: true }),
  readInRoot: async () => null,
  walk: walkPlain,
};
let world: ImageWorld;
let path: string;
let id: string;
let known: Map<string, string[]>;
beforeEach(async () => {
  world = new ImageWorld();
  await world.start();
  path = await world.aci("one", { compress: true });
  id = (await world.fetch(path)).id;
  known = new Map([[id, pictureOf(world.images.forPod(id).lower[0] ?? "")]]);
});
afterEach(() => world.drop());

const codes = { ENOSPC: "no-space", EIO: "disk-failed" } as const;

/** Runs `work` with a fault at each of its points in turn. `prepare` makes the store as it is before. */
async function atEachPoint(code: keyof typeof codes, prepare: () => Promise<unknown>, work: () => Promise<unknown>) {
  let points = 0;
  for (let ended = false; !ended; points++) {
    world.open();
    await world.images.recover();
    await prepare();
    const fault = new Fault(points + 1, code);
    world.open({ disk: fault.disk(), host: fault.host(host) });
    const error = await world.images
      .recover()
      .then(work)
      .then(
        () => null,
        (cause: { code?: string }) => cause,
      );
    ended = fault.count < points + 1;
    const where = `${code} at point ${points + 1} of ${fault.count}`;
    if (ended) expect(error, where).toBeNull();
    else if (error !== null) expect(error.code, where).toBe(codes[code]);
    await lookAtImages(world.folder, { known, there: new Set(), gone: new Set() }, where);
  }
  return points;
}

describe.each(["ENOSPC", "EIO"] as const)("%s at each step", (code) => {
  it("of a fetch leaves the image whole or nothing of it", async () => {
    const remove = () => (world.images.list().length > 0 ? world.images.remove(id, admin) : Promise.resolve());
    expect(await atEachPoint(code, remove, () => world.fetch(path))).toBeGreaterThan(8);
  });

  it("of a removal leaves the image whole or nothing of it", async () => {
    expect(
      await atEachPoint(
        code,
        () => world.fetch(path),
        () => world.images.remove(id, admin),
      ),
    ).toBeGreaterThan(3);
  });
});
