/** Images behind indexes, and what is no image: attestations, artifacts, foreign layers, obsolete and odd manifests. */
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { cpu, type Descriptor, ociImage } from "../support/oci-image.ts";
import { registryWorld } from "../support/registry-world.ts";

const world = registryWorld();
const indexType = "application/vnd.oci.image.index.v1+json";
const manifestType = "application/vnd.oci.image.manifest.v1+json";
const mine = ociImage([{ tar: tarOf({ name: "mine", body: "x" }) }]);
const bare = ({ mediaType, digest, size }: Descriptor) => ({ mediaType, digest, size });

/** Puts a manifest of any sort into the registry, by its digest and by a tag. */
function put(value: object, mediaType: string, tag = "odd"): { mediaType: string; digest: string; size: number } {
  const data = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, ...value }));
  const digest = `sha256:${createHash("sha256").update(data).digest("hex")}`;
  for (const key of [`a/b:${tag}`, `a/b@${digest}`]) world.registry.manifests.set(key, { data, type: mediaType });
  return { mediaType, digest, size: data.length };
}
const index = (manifests: object[], tag?: string) => put({ manifests }, indexType, tag);
const fetch = () => world.host.fetch(`docker://${world.registry.host}/a/b:odd`);
const has = () => world.registry.add("a/b", "plain", mine);

it("an attestation beside the image is passed over", async () => {
  has();
  const nowhere = { os: "unknown", architecture: "unknown" };
  const attestation = put({ config: bare(mine.config), layers: [] }, manifestType, "attestation");
  const { digest } = index([{ ...attestation, platform: nowhere }, mine.descriptor]);
  expect(await fetch()).toMatchObject({ digest, kind: "oci" });
  expect(world.registry.asked(attestation.digest)).toEqual([]);
});

it("an index within an index leads to the image, and no deeper than four", async () => {
  has();
  const inner = index([mine.descriptor], "inner");
  const { digest } = index([{ ...mine.descriptor, platform: { os: "linux", architecture: "s390x" } }, inner]);
  expect(await fetch()).toMatchObject({ digest });
  await world.host.removeAll();
  let deep = inner;
  for (let i = 0; i < 4; i++) deep = index([deep], `deep-${i}`);
  index([deep]);
  await expect(fetch()).rejects.toThrow("its indexes are more than 4 deep");
});

it("an index that names itself or very many others ends", async () => {
  const broad = Array.from({ length: 20 }, (_, i) =>
    index([{ ...mine.descriptor, platform: { os: "linux", architecture: `x${i}` } }], `i${i}`),
  );
  index(broad);
  await expect(fetch()).rejects.toThrow("its indexes name more than 16 others");
});

it("the one manifest of an index needs no platform there; its config has to fit", async () => {
  has();
  index([bare(mine.descriptor)]);
  expect((await fetch()).arch).toBe(cpu);
  await world.host.removeAll();
  const other = ociImage([{ tar: tarOf({ name: "a", body: "" }) }], {}, { os: "linux", architecture: "s390x" });
  world.registry.add("a/b", "other", other);
  index([bare(other.descriptor)]);
  await expect(fetch()).rejects.toMatchObject({ code: "wrong-platform" });
});

const layer = mine.layers[0] as Descriptor;
const foreign = {
  ...layer,
  mediaType: "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
  urls: ["https://x/"],
};
it.each([
  [
    "an artifact",
    { config: { ...bare(mine.config), mediaType: "application/vnd.example.thing+json" }, layers: [] },
    manifestType,
    'an artifact of the type "application/vnd.example.thing+json" is not supported: it is no container image',
  ],
  [
    "an artifact without a config",
    {
      artifactType: "application/vnd.x",
      config: { ...bare(mine.config), mediaType: "application/vnd.oci.empty.v1+json" },
      layers: [],
    },
    manifestType,
    "it is no container image",
  ],
  [
    "a foreign layer",
    { config: bare(mine.config), layers: [foreign] },
    manifestType,
    'a layer of the type "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip" is not supported',
  ],
  [
    "schema 1",
    { schemaVersion: 1, fsLayers: [] },
    "application/vnd.docker.distribution.manifest.v1+prettyjws",
    "it is obsolete; push it anew",
  ],
])("%s is refused with a word", async (_, value, mediaType, why) => {
  has();
  put(value, mediaType);
  await expect(fetch()).rejects.toThrow(why);
});

it.each([
  ["no rootfs", { architecture: cpu, os: "linux" }, "$.rootfs"],
  [
    "fewer diff ids than layers",
    { architecture: cpu, os: "linux", rootfs: { type: "layers", diff_ids: [] } },
    "its manifest has 1 layers, its config 0",
  ],
  [
    "a diff id of another tar",
    { architecture: cpu, os: "linux", rootfs: { type: "layers", diff_ids: [`sha256:${"0".repeat(64)}`] } },
    "expected sha256:0000",
  ],
])("a config with %s is refused", async (_, value, why) => {
  has();
  const data = Buffer.from(JSON.stringify(value));
  const digest = `sha256:${createHash("sha256").update(data).digest("hex")}`;
  world.registry.blobs.set(digest, data);
  put({ config: { ...bare(mine.config), digest, size: data.length }, layers: [layer] }, manifestType);
  await expect(fetch()).rejects.toThrow(why);
});

it.each([
  ["is nowhere", "none/such"],
  ["is a folder below", "d"],
  ["is behind a link below", "l/f"],
])("a hard link of a layer to what %s is refused", async (_, link) => {
  const base = tarOf({ name: "d/", type: "5" }, { name: "d/f", body: "x" }, { name: "l", type: "2", link: "d" });
  world.registry.add("a/b", "odd", ociImage([{ tar: base }, { tar: tarOf({ name: "h", type: "1", link }) }]));
  await expect(fetch()).rejects.toThrow("which no lower layer has as a file");
});
