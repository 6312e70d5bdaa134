/** What stands at a path of an image's tree, and a text file's content. */
import { constants } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { CratonError } from "../../../lib/contract/errors.ts";
import { folderLimit, type ImageFile, type ImageFiles, textLimit } from "../../../lib/contract/image-files.ts";
import type { Host, WalkEntry } from "../../host/host.ts";
import { treesOf } from "../render/trees.ts";
import type { ImageRecord } from "../store/record.ts";
import type { Store } from "../store/store.ts";
import { parentOf } from "../unpack/name.ts";
import { accountsOf } from "./accounts.ts";
import { readName, showName } from "./byte-names.ts";
import { originsIn } from "./origin.ts";

type Reader = { store: Store; host: Pick<Host, "walk" | "readInRoot"> };

const turn = 100;
const kinds = new Map<number, ImageFile["kind"]>([
  [constants.S_IFDIR, "folder"],
  [constants.S_IFREG, "file"],
  [constants.S_IFLNK, "symlink"],
  [constants.S_IFIFO, "fifo"],
  [constants.S_IFCHR, "character"],
  [constants.S_IFBLK, "block"],
  [constants.S_IFSOCK, "socket"],
]);

/** `not-found` when nothing stands there, or only behind a link. */
export async function imageFiles({ store, host }: Reader, image: ImageRecord, asked: string): Promise<ImageFiles> {
  const path = normal(asked);
  const lower = treesOf(store, image);
  const walk = host.walk({ lower, path: path === "" ? "." : path, deep: false, maxEntries: folderLimit });
  const found: WalkEntry[] = [];
  let step = await walk.next();
  for (; !step.done; step = await walk.next()) if ("entry" in step.value) found.push(step.value.entry);
  const [own, ...inside] = found;
  if (!own) throw new CratonError("not-found", { what: "file", value: asked });
  const accounts = await accountsOf(host, lower);
  const shown = (entry: WalkEntry, at: string, origin: (path: string, isFolder: boolean) => string): ImageFile => ({
    name: showName(at.slice(at.lastIndexOf("/") + 1)) || "/",
    kind: kinds.get(entry.format) ?? "file",
    size: entry.kind === "file" ? entry.size : null,
    ...{ mode: entry.mode, uid: entry.uid, gid: entry.gid },
    ...{ user: accounts.user(entry.uid), group: accounts.group(entry.gid) },
    modifiedAt: timeOf(entry),
    link: entry.kind === "symlink" ? showName(entry.link) : null,
    links: entry.names,
    image: origin(at, entry.kind === "dir"),
  });
  const inFolder = originsIn(store, image, path);
  const entries: ImageFile[] = [];
  for (const entry of inside) {
    entries.push(shown(entry, entry.path, inFolder));
    // Telling where each comes from looks into every layer, so others get their turn.
    if (entries.length % turn === 0) await setImmediate();
  }
  return {
    path: `/${showName(path)}`,
    entry: shown(own, path, originsIn(store, image, parentOf(path))),
    entries: own.kind === "dir" ? entries : null,
    more: Math.max(0, step.value.entries - found.length),
    content: own.kind === "file" ? await contentOf(host, lower, path, own.size) : null,
  };
}

async function contentOf(
  host: Pick<Host, "walk">,
  lower: string[],
  path: string,
  size: number,
): Promise<ImageFiles["content"]> {
  if (size > textLimit) return { kind: "too-large", limit: textLimit };
  const parts: Buffer[] = [];
  for await (const piece of host.walk({ lower, path, deep: false, content: textLimit }))
    if ("data" in piece) parts.push(Buffer.from(piece.data));
  const bytes = Buffer.concat(parts);
  try {
    if (bytes.includes(0)) return { kind: "binary" };
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { kind: "binary" };
  }
}

/** Without slashes at its ends; "" is the root. */
function normal(asked: string): string {
  const bytes = readName(asked);
  const parts = bytes?.split("/").filter((part) => part !== "" && part !== ".") ?? [];
  if (bytes === null || !asked.startsWith("/") || bytes.includes("\0") || parts.includes(".."))
    throw new CratonError("bad-request", { why: `the path ${asked} is not absolute, or not in its normal form` });
  return parts.join("/");
}

/** Null for what no calendar has. */
function timeOf({ mtimeSec, mtimeNsec }: WalkEntry): string | null {
  const time = new Date(mtimeSec * 1000 + Math.floor(mtimeNsec / 1e6));
  const year = Number.isNaN(time.getTime()) ? -1 : time.getUTCFullYear();
  return year >= 0 && year <= 9999 ? time.toISOString() : null;
}
