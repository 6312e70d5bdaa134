/** Logs outside the follower's socket: the whole log as a file. */
import { api } from "../../paths.ts";
import type { PodRef } from "./pods.ts";

/** Href of a download as plain text, one line `TIME STREAM TEXT` each. */
export function logDownloadUrl(ref: PodRef, app: string): string {
  return api.logDownload(ref.cluster, ref.node, ref.uuid, app);
}
