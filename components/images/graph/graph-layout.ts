/** Places the images of a dependency graph: columns from left to right, each image right of all that need it. Pure. */
export const box = { width: 216, height: 52, gapX: 64, gapY: 16, margin: 16 };
/** The room of a line that passes a column. */
const lane = 8;

type Graph = { images: { key: string }[]; edges: { from: string; to: string }[] };
export type PlacedImage = { key: string; x: number; y: number };
export type GraphLayout = {
  width: number;
  height: number;
  /** In the order of the graph. */
  images: PlacedImage[];
  /** Lines from the right edge of one box to the left edge of another, past those between. */
  lines: { from: string; to: string; path: string }[];
};

/** A box, or the place in a column that a long line passes. */
type Item = { key: string; isBox: boolean; before: string[] };
type Line = { from: string; to: string; by: string[] };

export function layoutGraph(graph: Graph): GraphLayout {
  const { columns, lines } = itemsOf(graph);
  sortRows(columns);
  const heights = columns.map((items) => items.reduce((sum, item) => sum + heightOf(item) + box.gapY, -box.gapY));
  const full = Math.max(...heights);
  const places = new Map<string, PlacedImage>();
  columns.forEach((items, column) => {
    let y = box.margin + (full - (heights[column] ?? 0)) / 2;
    for (const item of items) {
      places.set(item.key, { key: item.key, x: box.margin + column * (box.width + box.gapX), y });
      y += heightOf(item) + box.gapY;
    }
  });
  return {
    width: 2 * box.margin + columns.length * (box.width + box.gapX) - box.gapX,
    height: 2 * box.margin + full,
    images: graph.images.flatMap(({ key }) => places.get(key) ?? []),
    lines: lines.map(({ from, to, by }) => ({ from, to, path: pathOf(from, by, to, places) })),
  };
}

function heightOf({ isBox }: Item): number {
  return isBox ? box.height : lane;
}

/** Columns of items, and what each line passes. Several lines of a manifest may come to the same image: one is drawn. */
function itemsOf({ images, edges }: Graph): { columns: Item[][]; lines: Line[] } {
  const depth = depthsOf({ images, edges });
  const columns = Array.from({ length: Math.max(...depth.values()) + 1 }, (): Item[] => []);
  const items = new Map<string, Item>();
  for (const [key, column] of depth) {
    const item = { key, isBox: true, before: [] };
    items.set(key, item);
    columns[column]?.push(item);
  }
  const pairs = new Map(edges.map(({ from, to }) => [JSON.stringify([from, to]), { from, to }]));
  const lines: Line[] = [];
  for (const [name, { from, to }] of pairs) {
    const [start, end] = [depth.get(from), depth.get(to)];
    if (start === undefined || end === undefined) continue;
    const by: string[] = [];
    for (let column = start + 1; column < end; column += 1) {
      const key = `${name} ${column}`;
      columns[column]?.push({ key, isBox: false, before: [by.at(-1) ?? from] });
      by.push(key);
    }
    items.get(to)?.before.push(by.at(-1) ?? from);
    lines.push({ from, to, by });
  }
  return { columns, lines };
}

/** The longest way from the first image. */
function depthsOf({ images, edges }: Graph): Map<string, number> {
  const depth = new Map(images.map(({ key }) => [key, 0]));
  // One round an image is enough for a graph without cycles, and an end for one that lies.
  for (let round = 0, moved = true; moved && round < images.length; round += 1) {
    moved = false;
    for (const { from, to } of edges) {
      const least = (depth.get(from) ?? 0) + 1;
      if (!depth.has(to) || (depth.get(to) ?? 0) >= least || least >= images.length) continue;
      depth.set(to, least);
      moved = true;
    }
  }
  return depth;
}

/** Within a column, items stand near those that need them. */
function sortRows(columns: Item[][]): void {
  const row = new Map<string, number>();
  for (const items of columns) {
    const wish = ({ before }: Item) =>
      before.length === 0 ? 0 : before.reduce((sum, key) => sum + (row.get(key) ?? 0), 0) / before.length;
    const wishes = new Map(items.map((item) => [item.key, wish(item)]));
    items.sort((a, b) => (wishes.get(a.key) ?? 0) - (wishes.get(b.key) ?? 0));
    items.forEach(({ key }, at) => {
      row.set(key, at);
    });
  }
}

function pathOf(from: string, by: string[], to: string, places: Map<string, PlacedImage>): string {
  const start = places.get(from);
  const end = places.get(to);
  if (start === undefined || end === undefined) return "";
  let [x, y] = [start.x + box.width, start.y + box.height / 2];
  let path = `M${x} ${y}`;
  const curve = (toX: number, toY: number) => {
    const middle = (x + toX) / 2;
    path += `C${middle} ${y} ${middle} ${toY} ${toX} ${toY}`;
    [x, y] = [toX, toY];
  };
  for (const key of by) {
    const place = places.get(key);
    if (place === undefined) continue;
    curve(place.x, place.y + lane / 2);
    x = place.x + box.width;
    path += `H${x}`;
  }
  curve(end.x, end.y + box.height / 2);
  return path;
}
