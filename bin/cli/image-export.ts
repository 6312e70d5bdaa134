/**
 * `craton image export`: an image of the store as an ACI file. One that was fetched as an ACI comes as it was, so that its signature
 * fits; one from a registry as the plain tar whose SHA-512 is its ID, which is checked here.
 */
import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CratonError } from "../../lib/contract/errors.ts";
import { connect } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { printLine } from "./output.ts";

const optionTable = { ...common, overwrite: { type: "boolean" } } as const;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  const [ref, file, ...more] = positionals;
  if (ref === undefined || file === undefined || more.length > 0)
    throw new UsageError("give an image and the file to write");
  if (!values.overwrite && fs.existsSync(file)) throw new UsageError(`${file} exists already; --overwrite replaces it`);
  const { agent, caller } = connect(values);
  const { id, kind } = await agent.images.get(caller, ref);
  const temp = `${file}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const got = await written(await agent.images.aci(caller, id), temp);
    if (kind === "oci" && got !== id)
      throw new CratonError("bad-digest", { what: `the ACI of ${ref}`, got, wanted: id });
    fs.renameSync(temp, file);
  } finally {
    fs.rmSync(temp, { force: true });
  }
  printLine(id);
  return 0;
}

/** Answers `sha512-` of what was written. */
async function written(body: Readable, file: string): Promise<string> {
  const hash = createHash("sha512");
  const hashed = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(body, hashed, fs.createWriteStream(file, { flags: "wx", flush: true }));
  return `sha512-${hash.digest("hex")}`;
}
