/** Logs outside the follower's socket: the whole log as a file. */
import { api } from "../../paths.ts";
import { type CallOptions, send } from "./http.ts";
import type { PodRef } from "./pods.ts";

/** Href of a download as plain text, one line `TIME STREAM TEXT` each. */
export function logDownloadUrl(ref: PodRef, app: string): string {
  return api.logDownload(ref.cluster, ref.node, ref.uuid, app);
}

/** The text of an app's last line; null when it wrote none. */
export async function lastWords(ref: PodRef, app: string, options?: CallOptions): Promise<string | null> {
  const response = await send("GET", `${logDownloadUrl(ref, app)}?tail=1`, null, options);
  const line = (await response.text()).trimEnd().split("\n").at(-1) ?? "";
  return /^\S+ \S+ (.+)$/s.exec(line)?.[1] ?? null;
}
