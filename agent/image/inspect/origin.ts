/** Which image of a rendering a file comes from: the uppermost that has its name and is not filtered. */
import { lstatSync } from "node:fs";
import { stepsOf } from "../dependency/steps.ts";
import { keepOf } from "../render/keep.ts";
import { treeKey } from "../store/layout.ts";
import type { ImageRecord } from "../store/record.ts";
import type { Store } from "../store/store.ts";

type Layer = { image: string; folder: Buffer; stays: (path: string, isFolder: boolean) => boolean };

/** For the entries of one folder; paths are bytes, one character a byte, "" is the root. */
export function originsIn(
  store: Store,
  image: ImageRecord,
  folder: string,
): (path: string, isFolder: boolean) => string {
  const steps = stepsOf(store.records, image).reverse();
  if (steps.length === 1) return () => image.id;
  const layers: Layer[] = steps.flatMap(({ record, whitelists }) => {
    const stays = staying(keepOf(whitelists));
    const trees = record.layers.map(({ diffId }) => Buffer.from(store.at.tree(treeKey(diffId)))).reverse();
    return trees.filter((tree) => isFolder(tree, folder)).map((tree) => ({ image: record.id, folder: tree, stays }));
  });
  return (path, isDirectory) => {
    const found = layers.find(
      (layer) => layer.stays(path, isDirectory) && lstatSync(below(layer.folder, path), { throwIfNoEntry: false }),
    );
    return found?.image ?? image.id;
  };
}

function staying(keep: ReturnType<typeof keepOf>): Layer["stays"] {
  if (!keep) return () => true;
  const [exact, folders] = [new Set(keep.exact), new Set(keep.folders)];
  return (path, isDirectory) => path === "" || exact.has(path) || (isDirectory && folders.has(path));
}

/** Through folders alone, never a link. */
function isFolder(tree: Buffer, path: string): boolean {
  const parts = path === "" ? [] : path.split("/");
  return [...parts.keys(), parts.length].every((count) =>
    lstatSync(below(tree, parts.slice(0, count).join("/")), { throwIfNoEntry: false })?.isDirectory(),
  );
}

function below(tree: Buffer, path: string): Buffer {
  return path === "" ? tree : Buffer.concat([tree, Buffer.from(`/${path}`, "latin1")]);
}
