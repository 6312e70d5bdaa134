/** What every way of bringing an image in works with. */
import type { Host } from "../host/host.ts";
import type { Chain, FetchDependency } from "./dependency/resolve.ts";
import type { Report } from "./flight.ts";
import type { ImageLimits } from "./limits.ts";
import type { BlobPeers } from "./peer/peers.ts";
import type { Store } from "./store/store.ts";
import type { KeyStore } from "./trust/key-store.ts";

export type ImageJob = {
  store: Store;
  host: Pick<Host, "unpack" | "readInRoot" | "walk">;
  limits: ImageLimits;
  now: () => number;
  report: Report;
  signal: AbortSignal;
  /** Who asks. */
  allowedBy: string;
  /** Images that wait for this one, which is a dependency. */
  chain?: Chain;
  /** Absent: dependencies come from the store alone. */
  fetchDependency?: FetchDependency;
  /** That user allowed it without a signature; none is asked for then. */
  unsigned: boolean;
  /** Whom the operator trusts. */
  keys: Pick<KeyStore, "ring">;
  /** Opens an encrypted archive. */
  passphrase: string | null;
  /** Other nodes, asked for layers before a registry is; absent: none are. */
  peers?: BlobPeers;
};
