/** The other nodes of one fetch: a blob from whichever has it, before anybody outside is asked. */
import { rm } from "node:fs/promises";
import { CratonError } from "../../../lib/contract/errors.ts";
import { type BlobDescriptor, type BlobTarget, downloadBlob } from "../registry/blob.ts";
import { PeerClient } from "./client.ts";
import { type PeerSettings, readPeers } from "./settings.ts";

/** What a fetch asks of other nodes. */
export type BlobPeers = {
  /** True: the blob is at the path, synced and with its digest. False: no node has it, and nothing is at the path. */
  take(blob: BlobDescriptor, target: BlobTarget): Promise<boolean>;
  close(): void;
};

/** Null when the operator does not want nodes to be asked first, or there are none. `path`: peers.json. */
export async function peersFirst(path: string): Promise<BlobPeers | null> {
  const { askFirst, peers } = await readPeers(path);
  return askFirst && peers.length > 0 ? new Peers({ askFirst, peers }) : null;
}

/** The node that a fetch names, by its name or address. `unsupported` for one that peers.json does not have. Close it. */
export async function peerNamed(path: string, name: string): Promise<PeerClient> {
  const { peers } = await readPeers(path);
  const peer = peers.find(({ node, address }) => node === name || address === name);
  if (peer) return PeerClient.open(peer);
  const known = peers.length > 0 ? `it has ${peers.map(({ node }) => node).join(", ")}` : "it names none";
  throw new CratonError("unsupported", {
    what: `taking an image from ${name}`,
    why: `${path} must name the node; ${known}`,
  });
}

class Peers implements BlobPeers {
  readonly #settings: PeerSettings;
  readonly #clients = new Map<string, Promise<PeerClient>>();
  /** Nodes that failed this fetch by more than not having a blob: not asked again. */
  readonly #out = new Set<string>();

  constructor(settings: PeerSettings) {
    this.#settings = settings;
  }

  async take(blob: BlobDescriptor, target: BlobTarget): Promise<boolean> {
    for (const peer of this.#settings.peers) {
      if (this.#out.has(peer.node)) continue;
      try {
        const client = this.#clients.get(peer.node) ?? PeerClient.open(peer);
        this.#clients.set(peer.node, client);
        await downloadBlob(await client, blob, target, { patience: 1 });
        return true;
      } catch (error) {
        target.signal.throwIfAborted();
        await rm(target.path, { force: true });
        if (error instanceof CratonError && ["no-space", "disk-failed"].includes(error.code)) throw error;
        if (!(error instanceof CratonError && /it answers 404/.test(error.message))) this.#out.add(peer.node);
      }
    }
    return false;
  }

  close(): void {
    for (const client of this.#clients.values())
      client.then(
        (open) => open.close(),
        () => undefined,
      );
  }
}
