/**
 * GET /v1/images/:id/files?path=/etc: what stands at a path of the image's rendered tree, as a pod would see it (layers and
 * dependencies merged, whiteouts applied), read without following any link.
 *
 * Names are bytes. In `path`, `name` and `link` bytes that are no UTF-8 are written `\xNN` and a backslash `\\`, so that every
 * file can be asked for by the name that it was listed with.
 */
import { z } from "zod";
import { imageId } from "./ids.ts";

/** Entries of a folder in one answer; text of a file, in bytes. */
export const folderLimit = 10_000;
export const textLimit = 1024 * 1024;

export const imageFile = z.object({
  name: z.string(),
  kind: z.enum(["file", "folder", "symlink", "fifo", "character", "block", "socket"]),
  /** Bytes of a file, null for everything else. */
  size: z.number().int().nullable(),
  /** Permission bits with setuid, setgid and sticky (07777). */
  mode: z.number().int(),
  uid: z.number().int(),
  gid: z.number().int(),
  /** By the image's own /etc/passwd and /etc/group; null when they do not say. Hostile text. */
  user: z.string().nullable(),
  group: z.string().nullable(),
  modifiedAt: z.iso.datetime().nullable(),
  /** Where a symlink points, as written. */
  link: z.string().nullable(),
  /** Names that a file has in the tree: more than 1 is hard-linked. */
  links: z.number().int(),
  /** Which image of the rendering it comes from: the image itself or a dependency. */
  image: imageId,
});
export type ImageFile = z.infer<typeof imageFile>;

/** A file's content: text (UTF-8 without NUL), or why it is not shown. */
const fileContent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("binary") }),
  z.object({ kind: z.literal("too-large"), limit: z.number().int() }),
]);

export const imageFiles = z.object({
  /** Normal form: begins with `/`, no `.`, `..`, no slash at the end but for `/` itself. */
  path: z.string(),
  entry: imageFile,
  /** Of a folder, by name in byte order; null for everything else. */
  entries: z.array(imageFile).nullable(),
  /** Entries beyond `folderLimit` that are left out. */
  more: z.number().int(),
  /** Of a file; null for everything else. */
  content: fileContent.nullable(),
});
export type ImageFiles = z.infer<typeof imageFiles>;
