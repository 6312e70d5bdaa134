/** What every part of an object's page is given, and what a kind may add to it. */
import type { ReactNode } from "react";
import type { KubeObject } from "@/lib/contract/kube-object.ts";

export type PartProps = { object: KubeObject; cluster: string };
export type Part = (props: PartProps) => ReactNode;

/** Parts made for one kind; the generic page has none of them. */
export type KindView = {
  /** `Fact`s, before those that all kinds have. */
  facts: Part;
  /** Sections before the facts: what most come for. */
  main?: Part;
  /** Sections after the facts and conditions. */
  more?: Part;
  /** The label filter of its pods; null when it has none. */
  pods?: (object: KubeObject) => string | null;
};

export const namespaceOf = (object: KubeObject): string | null => object.metadata.namespace ?? null;
