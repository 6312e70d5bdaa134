/** Which images of the store satisfy a dependency (appc D1, D2). */
import type { Dependency } from "../../../lib/contract/appc.ts";
import type { ImageRecord } from "../store/record.ts";
import { manifestOf } from "../view.ts";

type Named = { name: string; labels?: { name: string; value: string }[] };

/** Same name, and every label that is asked for has that value; a label that is not asked for may have any (D2, E8). */
export function satisfies({ name, labels = [] }: Named, { imageName, labels: wanted = [] }: Dependency): boolean {
  const has = (label: { name: string; value: string }) =>
    labels.some((own) => own.name === label.name && own.value === label.value);
  return name === imageName && wanted.every(has);
}

/**
 * The image of the store that a dependency means: by its ID when it gives one, else the newest that fits. An image of a registry
 * counts once its ID is that of its ACI.
 */
export function fromStore(records: Iterable<ImageRecord>, wanted: Dependency): ImageRecord | undefined {
  const fits = (record: ImageRecord) =>
    (record.kind === "aci" || record.aciSize !== null) &&
    satisfies(manifestOf(record), wanted) &&
    (wanted.imageID === undefined || record.id === wanted.imageID);
  let best: ImageRecord | undefined;
  for (const record of records) if (fits(record) && !(best && best.importedAt > record.importedAt)) best = record;
  return best;
}

/** For people: `name:version` or `name`, with the other labels and the ID in brackets. */
export function shownDependency({ imageName, imageID, labels = [] }: Dependency): string {
  const version = labels.find(({ name }) => name === "version")?.value;
  const rest = labels.filter(({ name }) => name !== "version").map(({ name, value }) => `${name}=${value}`);
  const more = [...rest, ...(imageID === undefined ? [] : [imageID.slice(0, 19)])];
  return `${imageName}${version === undefined ? "" : `:${version}`}${more.length > 0 ? ` (${more.join(", ")})` : ""}`;
}
