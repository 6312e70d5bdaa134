"use client";
import { PageBody } from "@/components/layout/page-body.tsx";
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import { podColumns } from "./parts/pod-columns.ts";
import { RelatedTable } from "./parts/related-table.tsx";
import { namespaceOf } from "./view-props.ts";

/** The pods of an object, live. `filter` finds them. */
export function PodsTab({ object, cluster, filter }: { object: KubeObject; cluster: string; filter: string }) {
  const namespace = namespaceOf(object);
  const query = { kind: "pods", cluster, namespaces: namespace === null ? [] : [namespace], filter };
  return (
    <PageBody>
      <RelatedTable title="Pods" query={query} columns={podColumns} rows={200} empty="It has no pods now." />
    </PageBody>
  );
}
