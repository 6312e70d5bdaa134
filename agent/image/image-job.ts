/** What every way of bringing an image in works with. */
import type { Host } from "../host/host.ts";
import type { Report } from "./flight.ts";
import type { ImageLimits } from "./limits.ts";
import type { Store } from "./store/store.ts";

export type ImageJob = {
  store: Store;
  host: Pick<Host, "unpack" | "readInRoot">;
  limits: ImageLimits;
  now: () => number;
  report: Report;
  signal: AbortSignal;
  /** Who allowed it without a signature. */
  allowedBy: string;
};
