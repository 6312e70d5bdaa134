import { Fact } from "@/components/ui/facts.tsx";
import { Labels } from "@/components/ui/labels.tsx";
import { mapPairs, selectorWords } from "../parts/selector.ts";
import { SelectorFact } from "../parts/selector-fact.tsx";
import { TemplateContainers } from "../parts/template-containers.tsx";
import { at, number, text } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";
import { OwnedPods, replicaOwners } from "./replica-owners.tsx";

function DaemonSetFacts({ object }: PartProps) {
  const count = (name: string) => number(object, "status", name) ?? 0;
  const nodes = mapPairs(at(object, "spec", "template", "spec", "nodeSelector"));
  return (
    <>
      <Fact label="Nodes">
        {count("desiredNumberScheduled")} wanted, {count("currentNumberScheduled")} there, {count("numberReady")} ready
        {count("numberMisscheduled") > 0 ? `, ${count("numberMisscheduled")} where they should not be` : ""}
      </Fact>
      <Fact label="Up to date">{count("updatedNumberScheduled")}</Fact>
      <Fact label="Update">{text(object, "spec", "updateStrategy", "type")}</Fact>
      <Fact label="Node selector">{nodes.length === 0 ? "every node" : <Labels pairs={nodes} />}</Fact>
      <SelectorFact words={selectorWords(at(object, "spec", "selector"))} />
    </>
  );
}

export const daemonsets: KindView = {
  main: ({ object }) => <TemplateContainers template={at(object, "spec", "template")} />,
  facts: DaemonSetFacts,
  more: OwnedPods,
  pods: replicaOwners.pods,
};
