/** Bringing images into the store: from a registry through the agent, or a file of ours to the agent. */
import fs from "node:fs";
import path from "node:path";
import { sourceOf } from "../../agent/image/source.ts";
import type { Image, ImageProgress } from "../../lib/contract/image.ts";
import type { Connection } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { type FetchOptions, type ImageArgument, imageArgument } from "./image-argument.ts";
import { progressTo } from "./progress.ts";

/** What the image is called in the store, after fetching it when the policy says so. A file is always read again. */
export async function inStore(connection: Connection, text: string, options: FetchOptions): Promise<string> {
  const argument = imageArgument(text);
  if (argument.kind === "store") return argument.ref;
  if (argument.kind === "registry" && options.policy !== "update") {
    const known = await bySource(connection, argument.source);
    if (known) return known.id;
    if (options.policy === "never") throw new UsageError(`${text} is not in the store, and --pull-policy is never`);
  }
  return (await fetchImage(connection, argument, options)).id;
}

/** The newest image from this source, which the store keeps in its normal form. */
async function bySource({ agent, caller }: Connection, wanted: string): Promise<Image | undefined> {
  const source = sourceOf(wanted).text;
  const { images } = await agent.images.list(caller);
  const found = images.filter((image) => image.source === source);
  return found.sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1))[0];
}

export async function fetchImage(
  { agent, caller }: Connection,
  argument: ImageArgument,
  options: FetchOptions,
): Promise<Image> {
  if (argument.kind === "store") return agent.images.get(caller, argument.ref);
  const lines =
    argument.kind === "registry"
      ? agent.images.fetch(caller, { source: argument.source, insecureOptions: options.insecure })
      : agent.images.upload(caller, path.basename(argument.path), openFile(argument.path), options.insecure);
  return shown(lines);
}

/** Fails before anything is asked of the agent when the file cannot be read. */
function openFile(file: string): AsyncIterable<Uint8Array> {
  const fd = fs.openSync(file, "r");
  if (!fs.fstatSync(fd).isFile()) {
    fs.closeSync(fd);
    throw new UsageError(`${file} is no regular file`);
  }
  return fs.createReadStream(file, { fd, highWaterMark: 1 << 20 });
}

async function shown(lines: AsyncIterable<ImageProgress>): Promise<Image> {
  const progress = progressTo(process.stderr);
  try {
    for await (const line of lines) {
      if (line.type === "progress") progress.show(line);
      if (line.type === "done") return line.image;
    }
  } finally {
    progress.end();
  }
  throw new Error("the agent ended the fetch without a result");
}
