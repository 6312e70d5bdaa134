/** Places the images of a dependency graph: columns from left to right, each image right of all that need it. Pure. */
import type { ImageGraph } from "@/lib/contract/image-graph.ts";

export const box = { width: 216, height: 52, gapX: 64, gapY: 16, margin: 16 };

export type PlacedImage = { key: string; x: number; y: number };
export type GraphLayout = {
  width: number;
  height: number;
  /** In the order of the graph. */
  images: PlacedImage[];
  /** Lines from the right edge of one box to the left edge of another. */
  lines: { from: string; to: string; path: string }[];
};

export function layoutGraph(graph: Pick<ImageGraph, "edges"> & { images: { key: string }[] }): GraphLayout {
  const columns = columnsOf(graph);
  const places = new Map<string, PlacedImage>();
  const tallest = Math.max(...columns.map(({ length }) => length));
  const full = tallest * (box.height + box.gapY) - box.gapY;
  columns.forEach((keys, column) => {
    const own = keys.length * (box.height + box.gapY) - box.gapY;
    keys.forEach((key, row) => {
      const x = box.margin + column * (box.width + box.gapX);
      places.set(key, { key, x, y: box.margin + (full - own) / 2 + row * (box.height + box.gapY) });
    });
  });
  // Several lines of a manifest may come to the same image.
  const pairs = new Map(graph.edges.map(({ from, to }) => [`${from} ${to}`, { from, to }]));
  const lines = [...pairs.values()].flatMap(({ from, to }) => {
    const a = places.get(from);
    const b = places.get(to);
    return a === undefined || b === undefined ? [] : [{ from, to, path: curve(a, b) }];
  });
  return {
    width: 2 * box.margin + columns.length * (box.width + box.gapX) - box.gapX,
    height: 2 * box.margin + full,
    images: graph.images.flatMap(({ key }) => places.get(key) ?? []),
    lines,
  };
}

/** The longest way from the first image is the column; within one, images stand near those that need them. */
function columnsOf(graph: Pick<ImageGraph, "edges"> & { images: { key: string }[] }): string[][] {
  const depth = new Map(graph.images.map(({ key }) => [key, 0]));
  // One round an image is enough for a graph without cycles, and an end for one that lies.
  for (let round = 0, moved = true; moved && round < graph.images.length; round += 1) {
    moved = false;
    for (const { from, to } of graph.edges) {
      const least = (depth.get(from) ?? 0) + 1;
      if (!depth.has(to) || (depth.get(to) ?? 0) >= least || least >= graph.images.length) continue;
      depth.set(to, least);
      moved = true;
    }
  }
  const columns: string[][] = [];
  for (const [key, column] of depth) {
    const keys = columns[column] ?? [];
    columns[column] = keys;
    keys.push(key);
  }
  const filled = columns.filter((keys) => keys !== undefined);
  const row = new Map<string, number>();
  for (const keys of filled) {
    const wish = (key: string) => {
      const rows = graph.edges.filter(({ to }) => to === key).map(({ from }) => row.get(from) ?? 0);
      return rows.length === 0 ? 0 : rows.reduce((sum, one) => sum + one, 0) / rows.length;
    };
    const wishes = new Map(keys.map((key) => [key, wish(key)]));
    keys.sort((a, b) => (wishes.get(a) ?? 0) - (wishes.get(b) ?? 0));
    keys.forEach((key, at) => {
      row.set(key, at);
    });
  }
  return filled;
}

function curve(a: PlacedImage, b: PlacedImage): string {
  const [x1, y1, x2, y2] = [a.x + box.width, a.y + box.height / 2, b.x, b.y + box.height / 2];
  const bend = Math.max(24, (x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
