/**
 * STATE/agent/peers.json: other nodes that this one may take images from, and whether they are asked before a registry. Read at each
 * fetch; without the file no node is asked. Example:
 *
 *   { "askFirst": true, "peers": { "node-b": { "address": "10.0.0.2:7411" } } }
 *
 * `credentials` is a folder with client.key, client.crt and ca.crt, by default STATE/agent/peer; a node of another authority needs one
 * from there.
 */
import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join } from "node:path";
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";
import { nodeName } from "../../../lib/contract/ids.ts";

const peer = z.strictObject({
  address: z.string().regex(/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}$/, "must be HOST:PORT"),
  credentials: z.string().refine(isAbsolute, "must be an absolute path").optional(),
});
const settings = z.strictObject({ askFirst: z.boolean().default(false), peers: z.record(nodeName, peer).default({}) });

export type PeerNode = { node: string; address: string; credentials: string };
export type PeerSettings = { askFirst: boolean; peers: PeerNode[] };

/** Throws `disk-failed` that names the file and what is wrong in it. */
export async function readPeers(path: string): Promise<PeerSettings> {
  const failed = (why: string, cause: unknown) =>
    new CratonError("disk-failed", { path, verb: "read", why }, { cause });
  const text = await readFile(path, "utf8").catch((cause) => {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return "{}";
    throw failed((cause as Error).message, cause);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw failed("it is no JSON", cause);
  }
  const parsed = settings.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw failed(`${issue?.path.join(".") || "it"}: ${issue?.message}`, parsed.error);
  }
  const { askFirst, peers } = parsed.data;
  const own = join(dirname(path), "peer");
  const nodes = Object.entries(peers).map(([node, { address, credentials = own }]) => ({ node, address, credentials }));
  return { askFirst, peers: nodes };
}
