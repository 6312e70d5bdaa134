/** Bringing images into the store: from elsewhere through the agent, or a file of ours to the agent. */
import { sourceOf } from "../../agent/image/source.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import type { Image, ImageProgress } from "../../lib/contract/image.ts";
import { uploadAci } from "./aci-upload.ts";
import type { Connection } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { type FetchOptions, type ImageArgument, imageArgument } from "./image-argument.ts";
import { askPassphrase } from "./passphrase.ts";
import { progressTo } from "./progress.ts";

/** What the image is called in the store, after fetching it when the policy says so. A file is always read again. */
export async function inStore(connection: Connection, text: string, options: FetchOptions): Promise<string> {
  const argument = imageArgument(text);
  if (argument.kind === "store") return argument.ref;
  if (argument.kind !== "file" && options.policy !== "update") {
    const known = await (argument.kind === "name" ? byName : bySource)(connection, argument.source);
    if (known) return known.id;
    if (options.policy === "never") throw new UsageError(`${text} is not in the store, and --pull-policy is never`);
  }
  return (await fetchImage(connection, argument, options)).id;
}

async function byName({ agent, caller }: Connection, name: string): Promise<Image | undefined> {
  try {
    return await agent.images.get(caller, name);
  } catch (error) {
    if (error instanceof CratonError && error.code === "image-not-found") return undefined;
    throw error;
  }
}

/** The newest image from this source, which the store keeps in its normal form. */
async function bySource({ agent, caller }: Connection, wanted: string): Promise<Image | undefined> {
  const source = sourceOf(wanted).text;
  const { images } = await agent.images.list(caller);
  const found = images.filter((image) => image.source === source);
  return found.sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1))[0];
}

/** Asks for the passphrase on the terminal when the image turns out to be encrypted. */
export async function fetchImage(
  connection: Connection,
  argument: ImageArgument,
  options: FetchOptions,
): Promise<Image> {
  try {
    return await bring(connection, argument, options);
  } catch (error) {
    if (!(error instanceof CratonError) || error.code !== "passphrase-needed") throw error;
    const passphrase = await askPassphrase(`Passphrase of ${String(error.facts.image)}`);
    if (passphrase === null) throw error;
    return bring(connection, argument, { ...options, passphrase });
  }
}

function bring(connection: Connection, argument: ImageArgument, options: FetchOptions): Promise<Image> {
  const { agent, caller } = connection;
  if (argument.kind === "store") return agent.images.get(caller, argument.ref);
  if (argument.kind === "file") return shown(uploadAci(connection, argument.path, options));
  if (options.signature !== undefined)
    throw new UsageError("--signature goes with the path of an .aci file; elsewhere the signature is fetched");
  const { insecure, passphrase } = options;
  const request = { source: argument.source, insecureOptions: insecure };
  return shown(agent.images.fetch(caller, passphrase === undefined ? request : { ...request, passphrase }));
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
