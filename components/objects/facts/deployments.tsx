import { Fact } from "@/components/ui/facts.tsx";
import { podColumns } from "../parts/pod-columns.ts";
import { RelatedTable } from "../parts/related-table.tsx";
import { selectorFilter, selectorWords } from "../parts/selector.ts";
import { SelectorFact } from "../parts/selector-fact.tsx";
import { TemplateContainers } from "../parts/template-containers.tsx";
import { at, flag, number, text } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";

function DeploymentFacts({ object }: PartProps) {
  const desired = number(object, "spec", "replicas") ?? 1;
  const count = (name: string) => number(object, "status", name) ?? 0;
  const surge = text(object, "spec", "strategy", "rollingUpdate", "maxSurge");
  const away = text(object, "spec", "strategy", "rollingUpdate", "maxUnavailable");
  return (
    <>
      <Fact label="Replicas">
        {desired} wanted, {count("readyReplicas")} ready, {count("availableReplicas")} available
        {flag(object, "spec", "paused") ? <span className="text-fg-3">, paused</span> : null}
      </Fact>
      <Fact label="Rollout">
        {count("updatedReplicas")} of {desired} up to date
      </Fact>
      <Fact label="Strategy">
        {text(object, "spec", "strategy", "type")}
        {surge === null && away === null ? null : (
          <span className="text-fg-2">
            , {surge} more and {away} less at a time
          </span>
        )}
      </Fact>
      <Fact label="Revision">{text(object.metadata.annotations?.["deployment.kubernetes.io/revision"])}</Fact>
      <SelectorFact words={selectorWords(at(object, "spec", "selector"))} />
    </>
  );
}

function DeploymentMore({ object, cluster }: PartProps) {
  const { name } = object.metadata;
  const namespaces = [namespaceOf(object) ?? ""];
  const filter = selectorFilter(at(object, "spec", "selector"));
  return (
    <>
      <RelatedTable
        title="Replica sets"
        query={{
          kind: "replicasets.apps",
          cluster,
          namespaces,
          filter: `owner=${JSON.stringify(`Deployment/${name}`)}`,
        }}
        columns={[
          { id: "ready", title: "Ready" },
          { id: "revision", title: "Revision", as: "number" },
        ]}
        empty="It has made none yet."
        rows={10}
      />
      {filter === null ? null : (
        <RelatedTable
          title="Pods"
          query={{ kind: "pods", cluster, namespaces, filter }}
          columns={podColumns}
          empty="It has no pods now."
        />
      )}
    </>
  );
}

export const deployments: KindView = {
  main: ({ object }) => <TemplateContainers template={at(object, "spec", "template")} />,
  facts: DeploymentFacts,
  more: DeploymentMore,
  pods: (object) => selectorFilter(at(object, "spec", "selector")),
};
