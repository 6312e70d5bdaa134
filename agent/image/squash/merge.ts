/**
 * Stacked layer trees as the one tree that an app sees: upper hides lower, a whiteout hides what is below it, folders merge
 * unless one is opaque. What overlayfs does, read by plain calls, in a pinned order: folders before what is in them, names by
 * their bytes. Memory grows with the largest folder and the number of hard links only. Synchronous: it runs in a process of its own.
 */
import { type BigIntStats, lstatSync, readdirSync } from "node:fs";
import type { LayerMarks } from "../../host/host.ts";
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
  /** Told apart from all other files of the image. */
  inode: string;
};

type Folder = { layer: Layer; stat: BigIntStats };

const whiteoutPrefix = ".wh.";

/** `layers`: upper first. */
export function* merged(layers: SquashLayer[]): Generator<Found> {
  const stack = layers.map((layer, index) => new Layer(layer, index));
  const roots = stack.map((layer) => ({ layer, stat: layer.stat("") }));
  yield folder("", roots);
  const hiding = stack.findIndex((layer) => layer.isOpaque("."));
  yield* inFolder("", hiding < 0 ? stack : stack.slice(0, hiding + 1));
}

function* inFolder(path: string, layers: Layer[]): Generator<Found> {
  const names = new Map<string, Layer[]>();
  for (const layer of layers)
    for (const name of layer.names(path)) {
      const there = names.get(name);
      if (there) there.push(layer);
      else names.set(name, [layer]);
    }
  for (const name of [...names.keys()].sort(byBytes)) {
    const full = path === "" ? name : `${path}/${name}`;
    const found = look(full, names.get(name) as Layer[]);
    if (found === null) continue;
    if (!Array.isArray(found)) {
      yield found;
      continue;
    }
    yield folder(full, found);
    yield* inFolder(
      full,
      found.map(({ layer }) => layer),
    );
  }
}

/** What stands at a name: nothing, a file, or the folders that merge there. */
function look(path: string, layers: Layer[]): Found | Folder[] | null {
  const folders: Folder[] = [];
  for (const layer of layers) {
    const stat = layer.stat(path);
    if (stat === null) return folders.length > 0 ? folders : null;
    if (!stat.isDirectory()) {
      if (folders.length > 0) return folders;
      const at = layer.at(path);
      return { path, at, stat, xattrs: layer.xattrs(path), ...leaf, inode: `${layer.index}:${stat.ino}` };
    }
    folders.push({ layer, stat });
    if (layer.isOpaque(path)) return folders;
  }
  return folders;
}

const leaf = { unstated: false, mend: false };

function folder(path: string, folders: { layer: Layer; stat: BigIntStats | null }[]): Found {
  const stated = folders.findIndex(({ layer, stat }) => stat !== null && layer.states(path, stat));
  const { layer, stat } = folders[Math.max(stated, 0)] as { layer: Layer; stat: BigIntStats };
  const about = { path, at: layer.at(path), stat, inode: `${layer.index}:${stat.ino}` };
  const xattrs = layer.xattrs(path);
  const differs = (stat.mode & 0o7777n) !== 0o755n || stat.uid !== 0n || stat.gid !== 0n || xattrs.length > 0;
  const [first] = folders;
  const exposed = path !== "" && folders.length === 1 && first?.layer.hides(path) === true;
  return { ...about, xattrs, unstated: stated < 0, mend: (stated > 0 && differs) || exposed };
}

class Layer {
  readonly index: number;
  readonly #root: Buffer;
  readonly #hasRoot: boolean;
  readonly #opaque: Set<string>;
  readonly #hiding: Set<string>;
  readonly #xattrs = new Map<string, { name: string; value: Buffer }[]>();

  constructor({ tree, marks }: SquashLayer, index: number) {
    this.index = index;
    this.#root = Buffer.from(tree);
    this.#hasRoot = marks.root;
    this.#opaque = new Set(marks.opaque);
    this.#hiding = new Set(marks.hiding);
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
    return names.flatMap((name) => {
      if (!name.startsWith(whiteoutPrefix)) return [name];
      return name.startsWith(".wh..wh.") ? [] : [name.slice(whiteoutPrefix.length)];
    });
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
