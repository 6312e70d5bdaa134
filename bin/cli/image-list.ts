/** `craton image list`: newest first. */
import type { Image } from "../../lib/contract/image.ts";
import { formatBytes } from "../../lib/format/bytes.ts";
import { formatAgo } from "../../lib/format/duration.ts";
import { connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { print, printJson, table } from "./output.ts";

const optionTable = { ...common, full: { type: "boolean" }, "no-legend": { type: "boolean" } } as const;
const columns = ["ID", "NAME", "VERSION", "SIZE", "UNPACKED", "OS/ARCH", "IMPORTED", "PODS"];

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  if (positionals.length > 0) throw new UsageError(`craton image list takes no argument, not ${positionals.join(" ")}`);
  const format = formatOf(values.format);
  const { agent, caller } = connect(values);
  const { images } = await agent.images.list(caller);
  images.sort((a, b) => b.importedAt.localeCompare(a.importedAt) || a.id.localeCompare(b.id));
  if (format !== "table") printJson(images, format);
  else {
    const rows = images.map((image) => imageRow(image, values.full ?? false, Date.now()));
    print(table(values["no-legend"] ? rows : [columns, ...rows]));
  }
  return 0;
}

/** IDs are cut to `sha512-` and twelve digits, which agents understand too. */
export function imageRow(image: Image, full: boolean, now: number): string[] {
  const { id, name, version, size, treeSize, os, arch, importedAt, usedBy } = image;
  return [
    full ? id : id.slice(0, 19),
    name,
    version ?? "",
    formatBytes(size),
    formatBytes(treeSize),
    os === null ? "" : `${os}/${arch ?? "any"}`,
    full ? importedAt : formatAgo(now - Date.parse(importedAt)),
    String(usedBy.length),
  ];
}
