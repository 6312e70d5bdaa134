/** StatefulSets, ReplicaSets and ReplicationControllers: they own their pods themselves. */
import { Fact } from "@/components/ui/facts.tsx";
import type { KubeObject } from "@/lib/contract/kube-object.ts";
import { Mono } from "../parts/mono.tsx";
import { ObjectLink } from "../parts/object-link.tsx";
import { podColumns } from "../parts/pod-columns.ts";
import { RelatedTable } from "../parts/related-table.tsx";
import { mapPairs, selectorWords } from "../parts/selector.ts";
import { SelectorFact } from "../parts/selector-fact.tsx";
import { TemplateContainers } from "../parts/template-containers.tsx";
import { at, list, number, text } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";

const ownPods = (object: KubeObject) => `owner=${JSON.stringify(`${object.kind}/${object.metadata.name}`)}`;

export function OwnedPods({ object, cluster }: PartProps) {
  return (
    <RelatedTable
      title="Pods"
      query={{ kind: "pods", cluster, namespaces: [namespaceOf(object) ?? ""], filter: ownPods(object) }}
      columns={podColumns}
      empty="It has no pods now."
    />
  );
}

function ReplicaFacts({ object, cluster }: PartProps) {
  const desired = number(object, "spec", "replicas") ?? 1;
  const service = text(object, "spec", "serviceName");
  const claims = list(object, "spec", "volumeClaimTemplates");
  const selector = at(object, "spec", "selector");
  const words =
    object.kind === "ReplicationController"
      ? mapPairs(selector).map(([key, value]) => `${key}=${value}`)
      : selectorWords(selector);
  return (
    <>
      <Fact label="Replicas">
        {desired} wanted, {number(object, "status", "replicas") ?? 0} there,{" "}
        {number(object, "status", "readyReplicas") ?? 0} ready
      </Fact>
      {object.kind === "StatefulSet" ? (
        <>
          <Fact label="Update">{text(object, "spec", "updateStrategy", "type")}</Fact>
          <Fact label="Order">{text(object, "spec", "podManagementPolicy")}</Fact>
          <Fact label="Service">
            {service ? (
              <ObjectLink cluster={cluster} kind="services" namespace={namespaceOf(object)} name={service} />
            ) : null}
          </Fact>
          <Fact label="Claims">
            {claims.map((one) => (
              <span key={text(one, "metadata", "name")} className="mr-3">
                <Mono text={text(one, "metadata", "name")} />{" "}
                <span className="text-fg-3">{text(one, "spec", "resources", "requests", "storage")} each</span>
              </span>
            ))}
          </Fact>
        </>
      ) : null}
      <SelectorFact words={words} />
    </>
  );
}

export const replicaOwners: KindView = {
  main: ({ object }) => <TemplateContainers template={at(object, "spec", "template")} />,
  facts: ReplicaFacts,
  more: OwnedPods,
  pods: ownPods,
};
