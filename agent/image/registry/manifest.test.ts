import { describe, expect, it } from "vitest";
import { choosePlatform, mediaTypes, parseConfig, parseManifest } from "./manifest.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const [ociIndex, dockerList] = mediaTypes.index as [string, string];
const [ociManifest, dockerManifest] = mediaTypes.manifest as [string, string];
const config = { mediaType: mediaTypes.config[0], digest, size: 1 };
const layer = { mediaType: mediaTypes.layer[1], digest, size: 2 };
const image = "docker://x/y:1";
const parse = (value: unknown, type: string | null = null) =>
  parseManifest(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)), type, image);

describe("a manifest", () => {
  it("is told by its content type, its media type, or its shape", () => {
    expect(parse({ config, layers: [layer] }, ociManifest).kind).toBe("manifest");
    expect(parse({ mediaType: dockerManifest, config, layers: [] }, dockerManifest).kind).toBe("manifest");
    expect(parse({ config, layers: [layer] }, "text/plain").kind).toBe("manifest");
    expect(parse({ manifests: [] }, `${ociIndex}; charset=utf-8`).kind).toBe("index");
    expect(parse({ mediaType: dockerList, manifests: [] }).kind).toBe("index");
  });

  it.each([
    [{ manifests: [], layers: [], config }, ociIndex, "an index and an image at once"],
    [{ mediaType: ociIndex, manifests: [] }, ociManifest, "the registry that it is"],
    [{ config, layers: [{ ...layer, digest: "sha256:x" }] }, ociManifest, "layers.0.digest"],
    [{ config, layers: [{ ...layer, size: -1 }] }, ociManifest, "layers.0.size"],
    [{ config, layers: "x" }, ociManifest, "layers"],
    [{}, "application/json", "unknown type"],
    ["[]", ociManifest, "no JSON object"],
    ["{", ociManifest, "not valid JSON"],
  ] as [unknown, string, string][])("is refused: %o as %s", (value, type, why) => {
    expect(() => parse(value, type)).toThrow(why);
  });

  it.each([
    [{ schemaVersion: 1, fsLayers: [] }, "application/vnd.docker.distribution.manifest.v1+prettyjws", "schema 1"],
    [{ config: { ...config, mediaType: "application/vnd.cncf.helm.config.v1+json" }, layers: [] }, ociManifest, "helm"],
    [
      { config, layers: [{ ...layer, mediaType: "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip" }] },
      ociManifest,
      "foreign",
    ],
    [
      { config, layers: [{ ...layer, mediaType: "application/vnd.oci.image.layer.v1.tar+gzip+encrypted" }] },
      ociManifest,
      "encrypted",
    ],
  ] as [unknown, string, string][])("is not supported: %o", (value, type, what) => {
    expect(() => parse(value, type)).toThrow(what);
  });
});

describe("an index", () => {
  const one = (architecture: string, os = "linux", variant?: string) => ({
    mediaType: ociManifest,
    digest: `sha256:${Buffer.from(`${os}${architecture}${variant}`).toString("hex").padEnd(64, "0").slice(0, 64)}`,
    size: 1,
    platform: { architecture, os, variant },
  });
  const index = (...manifests: unknown[]) =>
    parse({ manifests }, ociIndex) as Extract<ReturnType<typeof parse>, { kind: "index" }>;

  it("gives the manifest for linux and this CPU", () => {
    const mine = one("amd64");
    expect(
      choosePlatform(index(one("amd64", "windows"), one("arm64"), mine, one("unknown", "unknown")), "amd64", image),
    ).toEqual(mine);
    const v8 = one("arm64", "linux", "v8");
    expect(choosePlatform(index(one("arm64", "linux", "v9"), v8), "arm64", image)).toEqual(v8);
  });

  it("says what there is when that one is missing", () => {
    expect(() => choosePlatform(index(one("arm", "linux", "v7"), one("unknown", "unknown")), "amd64", image)).toThrow(
      'image docker://x/y:1 is not made for linux/amd64: it has "linux/arm/v7"',
    );
  });
});

it("a config needs its platform and diff ids", () => {
  const good = { architecture: "amd64", os: "linux", rootfs: { type: "layers", diff_ids: [digest] }, config: null };
  expect(parseConfig(Buffer.from(JSON.stringify(good)), image).rootfs.diff_ids).toEqual([digest]);
  const bad = { ...good, rootfs: { type: "layers", diff_ids: ["../x"] } };
  expect(() => parseConfig(Buffer.from(JSON.stringify(bad)), image)).toThrow("rootfs.diff_ids.0");
  expect(() => parseConfig(Buffer.from(JSON.stringify({ ...good, config: { Env: [1] } })), image)).toThrow(
    "config.Env.0",
  );
});
