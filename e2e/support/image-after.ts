/**
 * The image store as the next start finds it, and what must hold of it then, wherever the life before ended: it starts; an image
 * that is ready is whole to the byte; what was said to be there is there; nothing is left of what was not finished.
 */

import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import { EventList } from "../../agent/image/images.fixture.ts";
import { Images } from "../../agent/image/images.ts";
import { unpackInProcess } from "../../agent/image/unpack/in-process.ts";
import { walkPlain } from "../../agent/image/unpack/plain-walk.ts";

/** What the life before has told its user. */
export type Told = {
  /** Images by ID, with the picture of their tree, whether they may be there or not. */
  known: Map<string, string[]>;
  /** Fetched and not since asked to be removed. */
  there: Set<string>;
  /** Removed and not since asked for. */
  gone: Set<string>;
};

function imagesOver(folder: string, events: EventList): Images {
  return new Images({
    folder,
    registries: join(dirname(folder), "registries.json"),
    configFolders: { system: join(dirname(folder), "system"), local: join(dirname(folder), "local") },
    host: {
      unpack: unpackInProcess,
      removeTree: async (path) => rmSync(path, { recursive: true, force: true }),
      readInRoot: async () => null,
      walk: walkPlain,
    },
    events,
    using: () => [],
  });
}

/** `folder` is the store's. Starts over it, and throws with `where` when something does not hold. */
export async function lookAtImages(folder: string, told: Told, where: string): Promise<void> {
  const events = new EventList();
  const images = imagesOver(folder, events);
  await images.recover();
  expect(events.reasons, where).toEqual([]);
  const ids = images.list().map(({ id }) => id);
  for (const id of told.there) expect(ids, where).toContain(id);
  for (const id of told.gone) expect(ids, where).not.toContain(id);
  for (const id of ids) {
    expect(told.known.has(id), `${where}: ${id} is of nobody`).toBe(true);
    const [tree] = images.forPod(id).lower;
    expect(pictureOf(tree ?? ""), where).toEqual(told.known.get(id));
  }
  const list = (...parts: string[]) => readdirSync(join(folder, ...parts)).sort();
  expect(list("tmp"), where).toEqual([]);
  expect(list("records"), where).toEqual(ids.map((id) => `${id}.json`).sort());
  expect(list("trees"), where).toHaveLength(ids.length);
  const blobs = list("blobs").flatMap((algorithm) => list("blobs", algorithm).map((hex) => [algorithm, hex] as const));
  expect(blobs, where).toHaveLength(ids.length);
  for (const [algorithm, hex] of blobs)
    expect(digest(algorithm, readFileSync(join(folder, "blobs", algorithm, hex))), where).toBe(hex);
}

/** A line for each name below `root`: mode, owner, time, links and content. */
export function pictureOf(root: string): string[] {
  const lines: string[] = [];
  const walk = (path: string, name: string) => {
    const s = lstatSync(path, { bigint: true });
    const content = s.isFile() ? digest("sha256", readFileSync(path)) : s.isSymbolicLink() ? readlinkSync(path) : "";
    lines.push([name, s.mode.toString(8), s.uid, s.gid, s.mtimeNs, s.isDirectory() ? "" : s.nlink, content].join(" "));
    if (s.isDirectory()) for (const child of readdirSync(path).sort()) walk(join(path, child), `${name}/${child}`);
  };
  walk(root, "");
  return lines;
}

function digest(algorithm: string, bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest("hex");
}
