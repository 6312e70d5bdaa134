/**
 * Stacked layer trees as the one tree that an app sees: upper hides lower, a whiteout hides what is below it, folders merge
 * unless one is opaque. What overlayfs does, read by plain calls, in a pinned order: folders before what is in them, names by
 * their bytes. Memory grows with the largest folder and the number of hard links only. Synchronous: it runs in a process of its own.
 */
import { type BigIntStats, lstatSync, readdirSync } from "node:fs";
import type { LayerMarks } from "../../host/host.ts";
import { baseOf, parentOf } from "../unpack/name.ts";
import { impliedNsec } from "../unpack/tree.ts";

export type SquashLayer = { tree: string; marks: LayerMarks };
export type Found = {
  /** Relative to the root, "" for the root itself; bytes, one character a byte. */
  path: string;
  /** Where on the disk. */
  at: Buffer;
  stat: BigIntStats;
  xattrs: { name: string; value: Buffer }[];
  /** A folder that no layer states: it is root's, 0755, of 1970. */
  unstated: boolean;
  /**
   * A folder that the overlay would show otherwise: its uppermost layer leaves it out, while a lower one gives it owner and mode (root's
   * 0755 would be seen); or one layer alone has it, with whiteouts of nothing in it (they would be listed).
   */
  mend: boolean;
  /** A hard link of a layer to a file of a lower one; always to be mended. */
  lent: boolean;
  /** Told apart from all other files of the image. */
  inode: string;
};

type Folder = { layer: Layer; stat: BigIntStats };

const whiteoutPrefix = ".wh.";

/** `layers`: upper first. Throws BadLayers. */
export function* merged(layers: SquashLayer[]): Generator<Found> {
  const all = layers.map((layer, index) => new Layer(layer, index));
  const roots = all.map((layer) => ({ layer, stat: layer.stat("") }));
  yield folder("", roots);
  const hiding = all.findIndex((layer) => layer.isOpaque("."));
  const stack = hiding < 0 ? all : all.slice(0, hiding + 1);
  yield* inFolder("", stack, stack);
}

function* inFolder(path: string, layers: Layer[], stack: Layer[]): Generator<Found> {
  const names = new Map<string, Layer[]>();
  for (const layer of layers)
    for (const name of layer.names(path)) {
      const there = names.get(name);
      if (there) there.push(layer);
      else names.set(name, [layer]);
    }
  for (const name of [...names.keys()].sort(byBytes)) {
    const full = path === "" ? name : `${path}/${name}`;
    const found = look(full, names.get(name) as Layer[], stack);
    if (found === null) continue;
    if (!Array.isArray(found)) {
      yield found;
      continue;
    }
    yield folder(full, found);
    const inside = found.map(({ layer }) => layer);
    yield* inFolder(full, inside, stack);
  }
}

/** What stands at a name that all of `layers` have: nothing, a file, or the folders that merge there. */
function look(path: string, layers: Layer[], stack: Layer[]): Found | Folder[] | null {
  const folders: Folder[] = [];
  for (const layer of layers) {
    const target = layer.borrows(path);
    const stat = layer.stat(path);
    if (target === undefined && stat === null) return folders.length > 0 ? folders : null;
    if (folders.length > 0 && !stat?.isDirectory()) return folders;
    if (target !== undefined) return lent(path, target, stack.slice(stack.indexOf(layer) + 1));
    if (stat === null) return null;
    if (!stat.isDirectory()) {
      const at = layer.at(path);
      return { path, at, stat, xattrs: layer.xattrs(path), ...leaf, inode: `${layer.index}:${stat.ino}` };
    }
    folders.push({ layer, stat });
    if (layer.isOpaque(path)) return folders;
  }
  return folders;
}

/** The file that lower layers have at `target`, under another name. */
function lent(path: string, target: string, below: Layer[]): Found {
  let layers = below;
  const parts = target.split("/");
  for (const [i] of parts.entries()) {
    const at = parts.slice(0, i + 1).join("/");
    const found = look(
      at,
      layers.filter((layer) => layer.has(at)),
      below,
    );
    if (found !== null && !Array.isArray(found) && i === parts.length - 1)
      return { ...found, path, mend: true, lent: true };
    if (!Array.isArray(found)) break;
    layers = found.map(({ layer }) => layer);
  }
  throw new BadLayers(
    `${JSON.stringify(path)} is a hard link to ${JSON.stringify(target)}, which no lower layer has as a file`,
  );
}

/** What no unpacking of the layers could make. */
export class BadLayers extends Error {}

const leaf = { unstated: false, mend: false, lent: false };

function folder(path: string, folders: { layer: Layer; stat: BigIntStats | null }[]): Found {
  const stated = folders.findIndex(({ layer, stat }) => stat !== null && layer.states(path, stat));
  const { layer, stat } = folders[Math.max(stated, 0)] as { layer: Layer; stat: BigIntStats };
  const about = { path, at: layer.at(path), stat, inode: `${layer.index}:${stat.ino}` };
  const xattrs = layer.xattrs(path);
  const differs = (stat.mode & 0o7777n) !== 0o755n || stat.uid !== 0n || stat.gid !== 0n || xattrs.length > 0;
  const [first] = folders;
  const exposed = path !== "" && folders.length === 1 && first?.layer.hides(path) === true;
  return { ...about, xattrs, unstated: stated < 0, mend: (stated > 0 && differs) || exposed, lent: false };
}

class Layer {
  readonly index: number;
  readonly #root: Buffer;
  readonly #hasRoot: boolean;
  readonly #opaque: Set<string>;
  readonly #hiding: Set<string>;
  readonly #borrowed: Map<string, string>;
  /** Folder → names. */
  readonly #lentNames = new Map<string, string[]>();
  readonly #xattrs = new Map<string, { name: string; value: Buffer }[]>();

  constructor({ tree, marks }: SquashLayer, index: number) {
    this.index = index;
    this.#root = Buffer.from(tree);
    this.#hasRoot = marks.root;
    this.#opaque = new Set(marks.opaque);
    this.#hiding = new Set(marks.hiding);
    this.#borrowed = new Map(marks.borrowed.map(({ path, target }) => [path, target]));
    for (const path of this.#borrowed.keys()) {
      const names = this.#lentNames.get(parentOf(path)) ?? [];
      this.#lentNames.set(parentOf(path), [...names, baseOf(path)]);
    }
    for (const { path, name, value } of marks.xattrs) {
      const key = path === "." ? "" : path;
      const list = this.#xattrs.get(key) ?? [];
      list.push({ name, value: Buffer.from(value, "base64") });
      this.#xattrs.set(
        key,
        list.sort((a, b) => byBytes(a.name, b.name)),
      );
    }
  }

  at(path: string): Buffer {
    return path === "" ? this.#root : Buffer.concat([this.#root, slash, Buffer.from(path, "latin1")]);
  }

  /** Names in a folder that this layer has, whiteouts by what they hide. */
  names(path: string): string[] {
    const names = readdirSync(this.at(path), "latin1");
    const lent = this.#lentNames.get(path) ?? [];
    return [...new Set([...names, ...lent])].flatMap((name) => {
      if (!name.startsWith(whiteoutPrefix)) return [name];
      return name.startsWith(".wh..wh.") ? [] : [name.slice(whiteoutPrefix.length)];
    });
  }

  /** Whether the layer says anything of a name in a folder of its own. */
  has(path: string): boolean {
    return this.names(parentOf(path)).includes(baseOf(path));
  }

  borrows(path: string): string | undefined {
    return this.#borrowed.get(path);
  }

  /** Null for a whiteout: overlayfs's own, or the marker of an unprivileged writer. */
  stat(path: string): BigIntStats | null {
    const stat = lstatSync(this.at(path), { bigint: true, throwIfNoEntry: false });
    return stat === undefined || (stat.isCharacterDevice() && stat.rdev === 0n) ? null : stat;
  }

  states(path: string, stat: BigIntStats): boolean {
    return path === "" ? this.#hasRoot : stat.mtimeNs !== BigInt(impliedNsec);
  }

  /** Whether there are whiteouts in the folder. */
  hides(path: string): boolean {
    return this.#hiding.has(path);
  }

  isOpaque(path: string): boolean {
    return this.#opaque.has(path);
  }

  xattrs(path: string): { name: string; value: Buffer }[] {
    return this.#xattrs.get(path) ?? [];
  }
}

const slash = Buffer.from("/");

function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
