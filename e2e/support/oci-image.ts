/** OCI images for tests, in memory and as a layout on disk that skopeo pushes. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";

export type LayerInput = { tar: Buffer; as?: "plain" | "gzip" | "zstd"; diffId?: string };
export type Descriptor = {
  mediaType: string;
  digest: string;
  size: number;
  platform?: { os: string; architecture: string };
};
export type OciImage = {
  manifest: Buffer;
  descriptor: Descriptor;
  blobs: Map<string, Buffer>;
  layers: Descriptor[];
  config: Descriptor;
};

export const digestOf = (data: Buffer): string => `sha256:${createHash("sha256").update(data).digest("hex")}`;
export const cpu = process.arch === "arm64" ? "arm64" : "amd64";
const type = (name: string) => `application/vnd.oci.image.${name}`;
const packers = {
  plain: { pack: (data: Buffer) => data, suffix: "" },
  gzip: { pack: (data: Buffer) => gzipSync(data), suffix: "+gzip" },
  zstd: { pack: (data: Buffer) => zstdCompressSync(data), suffix: "+zstd" },
};

export function ociImage(
  inputs: LayerInput[],
  config: object = {},
  platform: { os: string; architecture: string } = { os: "linux", architecture: cpu },
): OciImage {
  const blobs = new Map<string, Buffer>();
  const add = (mediaType: string, data: Buffer): Descriptor => {
    const digest = digestOf(data);
    blobs.set(digest, data);
    return { mediaType, digest, size: data.length };
  };
  const layers = inputs.map(({ tar, as = "gzip" }) =>
    add(type(`layer.v1.tar${packers[as].suffix}`), packers[as].pack(tar)),
  );
  const rootfs = { type: "layers", diff_ids: inputs.map(({ tar, diffId }) => diffId ?? digestOf(tar)) };
  const text = { created: "2026-01-01T00:00:00Z", ...platform, config, rootfs };
  const configBlob = add(type("config.v1+json"), Buffer.from(JSON.stringify(text)));
  const mediaType = type("manifest.v1+json");
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, config: configBlob, layers }));
  return { manifest, descriptor: { ...add(mediaType, manifest), platform }, blobs, layers, config: configBlob };
}

export function ociIndex(images: OciImage[]): OciImage["manifest"] {
  const manifests = images.map(({ descriptor }) => descriptor);
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: type("index.v1+json"), manifests }));
}

/** A layout whose tag `latest` is the image, or the index over several. */
export function writeLayout(folder: string, images: OciImage[]): void {
  mkdirSync(join(folder, "blobs/sha256"), { recursive: true });
  const put = (digest: string, data: Buffer) => writeFileSync(join(folder, "blobs", digest.replace(":", "/")), data);
  for (const { blobs } of images) for (const [digest, data] of blobs) put(digest, data);
  let top: Descriptor = images[0]?.descriptor as Descriptor;
  if (images.length > 1) {
    const index = ociIndex(images);
    top = { mediaType: type("index.v1+json"), digest: digestOf(index), size: index.length };
    put(top.digest, index);
  }
  const annotations = { "org.opencontainers.image.ref.name": "latest" };
  writeFileSync(join(folder, "index.json"), JSON.stringify({ schemaVersion: 2, manifests: [{ ...top, annotations }] }));
  writeFileSync(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
}
