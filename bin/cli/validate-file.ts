/** One file or folder checked as actool did: a manifest, an image layout or an image. Answers its faults. */
import fs from "node:fs";
import path from "node:path";
import { parseImageManifest } from "../../agent/appc/image-manifest.ts";
import { readJson } from "../../agent/appc/json.ts";
import { parsePodManifest } from "../../agent/appc/pod-manifest.ts";
import { defaultLimits } from "../../agent/image/limits.ts";
import { ArchiveError } from "../../agent/image/unpack/archive-error.ts";
import { sniff } from "../../agent/image/unpack/decompress.ts";
import { readArchive } from "../../agent/image/unpack/reader.ts";
import type { PathError } from "../../lib/contract/errors.ts";

export type FileType = "appimage" | "layout" | "manifest";
export type Checked = { type: FileType; faults: PathError[] };

/** Throws what the system says when the file cannot be read. */
export async function validateFile(file: string, wanted: FileType | undefined): Promise<Checked> {
  const type = wanted ?? detect(file);
  const faults =
    type === "layout"
      ? layoutFaults(file)
      : type === "appimage"
        ? await imageFaults(file)
        : manifestFaults(fs.readFileSync(file, "utf8"));
  return { type, faults };
}

/** A folder is a layout, an archive (plain or compressed) an image, and anything else should be a manifest. */
function detect(file: string): FileType {
  const fd = fs.openSync(file, "r");
  try {
    if (fs.fstatSync(fd).isDirectory()) return "layout";
    const head = Buffer.alloc(512);
    sniff(head.subarray(0, fs.readSync(fd, head, 0, head.length, 0)));
    return "appimage";
  } catch (error) {
    if (error instanceof ArchiveError) return "manifest";
    throw error;
  } finally {
    fs.closeSync(fd);
  }
}

/** The kind is read from the manifest itself. */
export function manifestFaults(text: string): PathError[] {
  const json = readJson(text);
  if (!json.ok) return [{ path: json.path, message: json.message }];
  const kind = typeof json.value === "object" && json.value !== null ? Reflect.get(json.value, "acKind") : undefined;
  const parsed = kind === "PodManifest" ? parsePodManifest(text) : parseImageManifest(text);
  if (kind !== "PodManifest" && kind !== "ImageManifest") {
    return [{ path: "$.acKind", message: "must be ImageManifest or PodManifest" }];
  }
  return parsed.ok ? [] : parsed.errors;
}

/** A folder with a file `manifest` and a folder `rootfs`, and nothing else (appc B3). */
export function layoutFaults(folder: string): PathError[] {
  const faults: PathError[] = [];
  const names = fs.readdirSync(folder, { withFileTypes: true });
  const entry = (name: string) => names.find((item) => item.name === name);
  for (const { name } of names) {
    if (name !== "manifest" && name !== "rootfs")
      faults.push({ path: name, message: "a layout holds only manifest and rootfs" });
  }
  if (!entry("rootfs")?.isDirectory()) faults.push({ path: "rootfs", message: "must be a folder" });
  if (!entry("manifest")?.isFile()) faults.push({ path: "manifest", message: "must be a regular file" });
  else faults.push(...imageManifestFaults(fs.readFileSync(path.join(folder, "manifest"), "utf8")));
  return faults;
}

function imageManifestFaults(text: string): PathError[] {
  const parsed = parseImageManifest(text);
  return parsed.ok ? [] : parsed.errors;
}

const nowhere = {
  entry() {},
  data() {},
  whiteout() {},
  opaque() {},
  progress() {},
  drained: async () => {},
};

/** Reads the whole archive with the agent's own reader, so that what passes here is accepted there. */
async function imageFaults(file: string): Promise<PathError[]> {
  const limits = { maxBytes: defaultLimits.maxTar, maxEntries: defaultLimits.maxEntries };
  try {
    const read = await readArchive(
      fs.createReadStream(file, { highWaterMark: 1 << 18 }),
      { format: "aci", ...limits },
      nowhere,
    );
    return imageManifestFaults(read.manifest ?? "");
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return [{ path: error.fault.entry, message: error.fault.why }];
  }
}
