/** One file or folder checked as actool did: a manifest, an image layout or an image. Answers its faults. */
import fs from "node:fs";
import path from "node:path";
import { parseImageManifest } from "../../agent/appc/image-manifest.ts";
import { type Place, placesIn, readJson } from "../../agent/appc/json.ts";
import { parsePodManifest } from "../../agent/appc/pod-manifest.ts";
import { versionNote } from "../../agent/appc/types.ts";
import { encryptionOfHead } from "../../agent/image/encryption/content.ts";
import { ArchiveError } from "../../agent/image/unpack/archive-error.ts";
import { sniff } from "../../agent/image/unpack/decompress.ts";
import type { PathError } from "../../lib/contract/errors.ts";
import { manifestOf } from "./aci-file.ts";

export type FileType = "appimage" | "layout" | "manifest";
/** `line` and `column` of the manifest, where the fault is in one that is JSON. */
export type Fault = PathError & Partial<Place>;
export type Checked = { type: FileType; faults: Fault[]; warnings: string[] };

/** Throws what the system says when the file cannot be read. */
export async function validateFile(file: string, wanted: FileType | undefined): Promise<Checked> {
  const type = wanted ?? detect(file);
  if (type === "layout") return { type, ...layoutFaults(file) };
  if (type === "manifest") return { type, ...manifestFaults(fs.readFileSync(file, "utf8")) };
  try {
    return { type, ...imageManifestFaults(await manifestOf(file)) };
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return { type, faults: [{ path: error.fault.entry, message: error.fault.why }], warnings: [] };
  }
}

/** A folder is a layout, an archive (plain, compressed or encrypted) an image, and anything else should be a manifest. */
function detect(file: string): FileType {
  const fd = fs.openSync(file, "r");
  try {
    if (fs.fstatSync(fd).isDirectory()) return "layout";
    const head = Buffer.alloc(512);
    const read = head.subarray(0, fs.readSync(fd, head, 0, head.length, 0));
    if (encryptionOfHead(read) === null) sniff(read);
    return "appimage";
  } catch (error) {
    if (error instanceof ArchiveError) return "manifest";
    throw error;
  } finally {
    fs.closeSync(fd);
  }
}

type Found = Omit<Checked, "type">;

/** The kind is read from the manifest itself. */
function manifestFaults(text: string): Found {
  const json = readJson(text);
  if (!json.ok) return found(text, [{ path: json.path, message: json.message }]);
  const kind = typeof json.value === "object" && json.value !== null ? Reflect.get(json.value, "acKind") : undefined;
  if (kind === "ImageManifest") return imageManifestFaults(text);
  if (kind !== "PodManifest")
    return found(text, [{ path: "$.acKind", message: "must be ImageManifest or PodManifest" }]);
  const parsed = parsePodManifest(text);
  return parsed.ok ? found(text, [], parsed.manifest.acVersion) : found(text, parsed.errors);
}

/** A folder with a file `manifest` and a folder `rootfs`, and nothing else (appc B3). */
export function layoutFaults(folder: string): Found {
  const faults: Fault[] = [];
  const names = fs.readdirSync(folder, { withFileTypes: true });
  const entry = (name: string) => names.find((item) => item.name === name);
  for (const { name } of names) {
    if (name !== "manifest" && name !== "rootfs")
      faults.push({ path: name, message: "a layout holds only manifest and rootfs" });
  }
  if (!entry("rootfs")?.isDirectory()) faults.push({ path: "rootfs", message: "must be a folder" });
  if (!entry("manifest")?.isFile())
    return { faults: [...faults, { path: "manifest", message: "must be a regular file" }], warnings: [] };
  const inside = imageManifestFaults(fs.readFileSync(path.join(folder, "manifest"), "utf8"));
  return { faults: [...faults, ...inside.faults], warnings: inside.warnings };
}

function imageManifestFaults(text: string): Found {
  const parsed = parseImageManifest(text);
  return parsed.ok ? found(text, [], parsed.manifest.acVersion) : found(text, parsed.errors);
}

function found(text: string, errors: PathError[], version?: string): Found {
  const place = errors.length > 0 ? placesIn(text) : () => null;
  const note = version === undefined ? null : versionNote(version);
  return { faults: errors.map((error) => ({ ...error, ...place(error.path) })), warnings: note === null ? [] : [note] };
}
