/** Reads every stored byte of an image again and compares it; what differs is told, kept from new pods, and made anew where that is possible. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { VerifyLine } from "../../../lib/contract/image-verify.ts";
import { diskError } from "../../disk.ts";
import type { ImageJob } from "../image-job.ts";
import type { ImageRecord, LayerRecord, TreeCheck } from "../store/record.ts";
import { checkTree } from "../store/tree-check.ts";
import { keyOf, mendTree, type Tree } from "./mend.ts";
import { partsOf } from "./parts.ts";

export type Verified = Omit<Extract<VerifyLine, { type: "verified" }>, "type">;
type Fault = Verified["faults"][number];

const maxFaults = 100;

/** `userOf`: the pod that uses a tree, if any. */
export async function verifyImage(
  job: ImageJob,
  image: ImageRecord,
  userOf: (key: string) => string | undefined,
): Promise<Verified> {
  const { layers, rendered } = partsOf(job.store, image);
  const pins = layers.map(({ key }) => job.store.pinTree(key));
  const found = new Findings();
  try {
    for (const part of layers) {
      await verifyBlob(job, part.layer, found);
      const tree: Tree = { kind: "layer", part };
      await verifyTree(job, tree, part.layer.check, found, userOf(part.key));
    }
    for (const record of rendered) {
      const { key, check } = record.rendered ?? { key: "" };
      await verifyTree(job, { kind: "rendered", record, key }, check, found, userOf(key));
    }
    return found.result;
  } finally {
    for (const release of pins) release();
    await job.store.sweep();
  }
}

async function verifyBlob(job: ImageJob, { blob }: LayerRecord, found: Findings): Promise<void> {
  const { digest, size } = blob;
  const path = job.store.at.blob(digest);
  const fault = (why: string) => found.add({ where: "blob", what: digest, why, repaired: false });
  const hash = createHash(digest.slice(0, digest.indexOf(":")));
  let done = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024, signal: job.signal })) {
      hash.update(chunk as Buffer);
      done += (chunk as Buffer).length;
      job.report({ step: "verify", what: digest, done, total: size });
    }
  } catch (cause) {
    job.signal.throwIfAborted();
    fault(diskError(cause, path, "read").message);
    return;
  }
  found.count(done, 0);
  const got = `${digest.slice(0, digest.indexOf(":"))}:${hash.digest("hex")}`;
  if (got !== digest) fault(`its bytes have the digest ${got}`);
}

async function verifyTree(
  job: ImageJob,
  tree: Tree,
  wanted: TreeCheck | undefined,
  found: Findings,
  uuid: string | undefined,
): Promise<void> {
  const key = keyOf(tree);
  const [where, what] =
    tree.kind === "layer" ? (["tree", tree.part.layer.diffId] as const) : (["rendered", key] as const);
  const total = wanted?.bytes ?? null;
  const seen = (done: number) => job.report({ step: "verify", what, done, total });
  const now = await checkTree(job.host, job.store.at.tree(key), { signal: job.signal, seen }).catch((error) => {
    job.signal.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  });
  if (!(now instanceof Error)) found.count(now.bytes, now.files);
  const good = !(now instanceof Error) && now.files > 0 && wanted?.sum === now.sum;
  if (good && !job.store.damaged.has(key)) return;
  const why = now instanceof Error ? now.message : differs(now, wanted);
  if (wanted) await job.store.markDamaged(key, why);
  try {
    await mendTree(job, tree, uuid);
    if (wanted) found.add({ where, what, why, repaired: true });
  } catch (error) {
    job.signal.throwIfAborted();
    if (!wanted) await job.store.markDamaged(key, why);
    const also = error instanceof Error ? error.message : String(error);
    found.add({ where, what, why: `${why}; it was not made anew: ${also}`, repaired: false });
  }
}

function differs(now: TreeCheck, wanted: TreeCheck | undefined): string {
  if (now.files === 0) return "its tree is missing";
  if (!wanted) return "it came in before trees were checked";
  if (now.files !== wanted.files) return `it has ${now.files} entries, not ${wanted.files}`;
  if (now.bytes !== wanted.bytes) return `its files have ${now.bytes} bytes, not ${wanted.bytes}`;
  return `its checksum is ${now.sum}, not ${wanted.sum}`;
}

class Findings {
  readonly #faults: Fault[] = [];
  #bytes = 0;
  #files = 0;
  #more = 0;

  count(bytes: number, files: number): void {
    this.#bytes += bytes;
    this.#files += files;
  }
  add(fault: Fault): void {
    if (this.#faults.length < maxFaults) this.#faults.push(fault);
    else this.#more++;
  }
  get result(): Verified {
    return { bytes: this.#bytes, files: this.#files, faults: this.#faults, more: this.#more };
  }
}
