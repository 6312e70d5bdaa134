/** For pages of a Kubernetes kind: the kind of the URL. */
import "server-only";
import { cache } from "react";
import { kindId } from "../../contract/kinds.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import { isCratonError } from "../http/craton-error.ts";
import { requireKube } from "./cluster.ts";

export type FoundKind = {
  /** Null when the cluster has none of this name. */
  kind: KubeKind | null;
  /** What was asked for; null when it can be no kind's name. */
  name: string | null;
  /** Why no kind can be told now; null when there is just none of this name. */
  why: string | null;
};

/** Both as they stand in the URL. Once a request, for the title and the page. */
export const findKind = cache(async (segment: string, kindSegment: string): Promise<FoundKind> => {
  const { cluster, actor } = await requireKube(segment);
  const wanted = kindId.safeParse(safeDecode(kindSegment));
  if (!wanted.success) return { kind: null, name: null, why: null };
  try {
    return { kind: cluster.kind(actor, wanted.data), name: wanted.data, why: null };
  } catch (error) {
    if (!isCratonError(error)) throw error;
    return { kind: null, name: wanted.data, why: error.code === "not-found" ? null : error.message };
  }
});

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
