/** For specs of fetching: an agent's image side, and before each test a registry that can be made odd, with one image in it. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { ImageHost } from "./image-host.ts";
import { ociImage } from "./oci-image.ts";
import { OddRegistry } from "./odd-registry.ts";

export const body = randomBytes(300_000).toString("base64");
/** Two layers, the first one large. */
export const image = ociImage([
  { tar: tarOf({ name: "big", body }), as: "plain" },
  { tar: tarOf({ name: "small", body: "x" }) },
]);
const [first] = image.layers;
if (first === undefined) throw new Error("an image of two layers has a first one");
export const big = first;
export const bigBlob = image.blobs.get(big.digest) as Buffer;
export const isBig = (request: IncomingMessage) => request.url?.endsWith(big.digest) ?? false;

export type RegistryWorld = {
  host: ImageHost;
  registry: OddRegistry /** `docker://…` of the image. */;
  source: string;
};

/** Sets the hooks up; each test must leave nothing on the host. */
export function registryWorld(): RegistryWorld {
  const world = {} as RegistryWorld;
  beforeAll(async () => {
    world.host = await ImageHost.start();
  });
  afterAll(async () => {
    await world.host?.stop();
  });
  beforeEach(async () => {
    world.registry = await new OddRegistry().start();
    world.registry.add("a/b", "1", image);
    world.source = `docker://${world.registry.host}/a/b:1`;
    world.host.configure({ [world.registry.host]: { plainHttp: true } });
  });
  afterEach(async () => {
    await world.registry.stop();
    await world.host.removeAll();
    expect(world.host.isEmpty).toBe(true);
  });
  return world;
}
