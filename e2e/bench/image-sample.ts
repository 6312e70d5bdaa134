/** Images and archives to measure with: the same bytes each time, of files as images have them, that compress to about half. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { tarEnd, tarHeader, tarPadding } from "../../agent/image/tar-writer.ts";
import { type OciImage, ociImage } from "../support/oci-image.ts";

/** Half noise, half a text that repeats; `seed` makes it another one. */
function content(seed: number, size: number): Buffer {
  const out = Buffer.alloc(size, "the same words again and again, ");
  for (let at = 0; at < size; at += 128)
    createHash("sha512")
      .update(`${seed} ${at}`)
      .digest()
      .copy(out, at, 0, Math.min(64, size - at));
  return out;
}

/** A tar of folders with files of 1 KiB to 512 KiB below `top`, about `size` bytes. */
export function sampleTar(top: string, size: number, end = true): Buffer {
  const parts: Buffer[] = [];
  const about = { uid: 0, gid: 0, mtime: 1_700_000_000 };
  const folder = (path: string) => parts.push(tarHeader({ path, type: "dir", mode: 0o755, size: 0, ...about }));
  folder(top);
  const block = content(top.length * 7 + top.charCodeAt(top.length - 1), 1 << 20);
  for (let i = 0, done = 0; done < size; i++) {
    if (i % 50 === 0) folder(`${top}/${Math.floor(i / 50)}`);
    const length = Math.min(size - done, 1024 << (i % 10));
    const start = (i * 4096) % (block.length - length + 1);
    const path = `${top}/${Math.floor(i / 50)}/file-${i}`;
    parts.push(tarHeader({ path, type: "file", mode: 0o644, size: length, ...about }));
    parts.push(block.subarray(start, start + length), tarPadding(length));
    done += length;
  }
  if (end) parts.push(tarEnd());
  return Buffer.concat(parts);
}

export function sampleImage(layers: number, layerSize: number): OciImage {
  return ociImage(Array.from({ length: layers }, (_, i) => ({ tar: sampleTar(`layer-${i}`, layerSize) })));
}

/** Writes a plain ACI of about `size` bytes, and the same with gzip. */
export function sampleAci(folder: string, size: number): { plain: string; gzip: string; bytes: number } {
  const manifest = Buffer.from(
    JSON.stringify({ acKind: "ImageManifest", acVersion: "0.8.11", name: "example.com/sample" }),
  );
  const about = { mode: 0o644, uid: 0, gid: 0, mtime: 0, size: manifest.length };
  const head = tarHeader({ path: "manifest", type: "file", ...about });
  const root = tarHeader({ path: "rootfs", type: "dir", mode: 0o755, uid: 0, gid: 0, mtime: 0, size: 0 });
  const tar = Buffer.concat([head, manifest, tarPadding(manifest.length), root, sampleTar("rootfs/data", size)]);
  mkdirSync(folder, { recursive: true });
  const [plain, gzip] = [join(folder, "plain.aci"), join(folder, "gzip.aci")];
  writeFileSync(plain, tar);
  writeFileSync(gzip, gzipSync(tar, { level: 6 }));
  return { plain, gzip, bytes: tar.length };
}
