/** An image and all that it depends on, as the API shows it. */
import type { GraphImage, ImageGraph } from "../../../lib/contract/image-graph.ts";
import type { ImageRecord } from "../store/record.ts";
import { manifestOf, versionOf } from "../view.ts";
import { stepsOf } from "./steps.ts";

/** The image first, the others in the order in which a rendering applies them, upper first. */
export function graphOf(records: ReadonlyMap<string, ImageRecord>, image: ImageRecord): ImageGraph {
  const order = [
    ...new Set(
      stepsOf(records, image)
        .toReversed()
        .map(({ record }) => record),
    ),
  ];
  const edges = order.flatMap((record) =>
    (manifestOf(record).dependencies ?? []).map(({ imageName, imageID, labels = [] }, at) => ({
      from: record.id,
      to: record.dependencies[at] ?? imageName,
      imageName,
      imageID: imageID ?? null,
      labels: labels.map(({ name, value }) => ({ name, value })),
    })),
  );
  return { images: order.map(nodeOf), edges };
}

function nodeOf(record: ImageRecord): GraphImage {
  return {
    key: record.id,
    id: record.id,
    name: manifestOf(record).name,
    version: versionOf(record),
    size: record.layers.reduce((sum, { blob }) => sum + blob.size, 0),
    treeSize: record.layers.reduce((sum, { treeBytes }) => sum + treeBytes, 0),
    trust: record.trust.kind,
  };
}
