/**
 * STATE/agent/images: `blobs/ALGORITHM/HEX` archives as they were fetched; `trees/KEY` unpacked; `records/ID.json` says what is an
 * image; `tmp/` work under way; `partial/` downloads that broke off; `remotes/` what is known of URLs; `damaged/` trees that differ from their check; `unreadable/` records that could not be read. docs/on-disk-format.md.
 */
import { join } from "node:path";

/** `sha256:` or `sha512:` and the hex digest. */
export type Digest = string;

export function layout(folder: string) {
  return {
    folder,
    blobs: join(folder, "blobs"),
    trees: join(folder, "trees"),
    records: join(folder, "records"),
    tmp: join(folder, "tmp"),
    partial: join(folder, "partial"),
    remotes: join(folder, "remotes"),
    unreadable: join(folder, "unreadable"),
    damaged: join(folder, "damaged"),
    blob: (digest: Digest) => join(folder, "blobs", ...split(digest)),
    damage: (key: string) => join(folder, "damaged", key),
    tree: (key: string) => join(folder, "trees", key),
    record: (id: string) => join(folder, "records", `${id}.json`),
  };
}
export type Layout = ReturnType<typeof layout>;

/**
 * The folder name of an unpacked tree: the digest of its plain tar in base64url. Short, since the paths of all layers of an
 * image must fit into one mount call.
 */
export function treeKey(diffId: Digest): string {
  return Buffer.from(split(diffId)[1], "hex").toString("base64url");
}

const digestForm = /^(sha256):([0-9a-f]{64})$|^(sha512):([0-9a-f]{128})$/;

export function isDigest(text: string): boolean {
  return digestForm.test(text);
}

function split(digest: Digest): [string, string] {
  const match = digestForm.exec(digest);
  const [algorithm, hex] = [match?.[1] ?? match?.[3], match?.[2] ?? match?.[4]];
  if (algorithm === undefined || hex === undefined) throw new RangeError(`no digest: ${digest}`);
  return [algorithm, hex];
}
