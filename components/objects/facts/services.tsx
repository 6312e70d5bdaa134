import { CodeText } from "@/components/ui/code-text.tsx";
import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Mono } from "../parts/mono.tsx";
import { podColumns } from "../parts/pod-columns.ts";
import { RelatedTable } from "../parts/related-table.tsx";
import { mapFilter, mapPairs } from "../parts/selector.ts";
import { SelectorFact } from "../parts/selector-fact.tsx";
import { at, list, number, text, texts } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";

function ServiceFacts({ object }: PartProps) {
  const outside = [
    ...list(object, "status", "loadBalancer", "ingress").flatMap(
      (one) => text(one, "ip") ?? text(one, "hostname") ?? [],
    ),
    ...texts(object, "spec", "externalIPs"),
  ];
  const isHeadless = text(object, "spec", "clusterIP") === "None";
  return (
    <>
      <Fact label="Type">{text(object, "spec", "type")}</Fact>
      <Fact label="Cluster IP">
        {isHeadless ? (
          "none (headless): its name leads to the pods themselves"
        ) : (
          <Mono text={texts(object, "spec", "clusterIPs").join(", ")} />
        )}
      </Fact>
      <Fact label="DNS name">
        <CodeText text={`${object.metadata.name}.${object.metadata.namespace}.svc`} copy="DNS name" />
      </Fact>
      {text(object, "spec", "externalName") ? (
        <Fact label="Stands for">
          <Mono text={text(object, "spec", "externalName")} />
        </Fact>
      ) : null}
      {outside.length > 0 || text(object, "spec", "type") === "LoadBalancer" ? (
        <Fact label="From outside">
          <Mono text={outside.join(", ")} />
        </Fact>
      ) : null}
      <Fact label="Session">{text(object, "spec", "sessionAffinity")}</Fact>
      <SelectorFact words={mapPairs(at(object, "spec", "selector")).map(([key, value]) => `${key}=${value}`)} />
    </>
  );
}

const ports = [
  { title: "Name", cell: (one: unknown) => text(one, "name") ?? "" },
  { title: "Port", numeric: true, cell: (one: unknown) => text(one, "port") },
  { title: "Protocol", cell: (one: unknown) => text(one, "protocol") ?? "TCP" },
  { title: "To the pods' port", cell: (one: unknown) => <Mono text={text(one, "targetPort")} /> },
  { title: "On every node", numeric: true, cell: (one: unknown) => number(one, "nodePort") ?? "" },
];

function ServiceMore({ object, cluster }: PartProps) {
  const namespaces = [namespaceOf(object) ?? ""];
  const filter = mapFilter(at(object, "spec", "selector"));
  return (
    <>
      {filter === null ? null : (
        <RelatedTable
          title="Pods"
          query={{ kind: "pods", cluster, namespaces, filter }}
          columns={podColumns}
          empty="No pod has the labels that it selects: whoever calls it gets no answer."
        />
      )}
      <RelatedTable
        title="Endpoint slices"
        query={{
          kind: "endpointslices.discovery.k8s.io",
          cluster,
          namespaces,
          filter: `service=${JSON.stringify(object.metadata.name)}`,
        }}
        columns={[
          { id: "ready", title: "Ready" },
          { id: "addresses", title: "Addresses", as: "mono" },
        ]}
        empty="It has none."
        rows={10}
      />
    </>
  );
}

export const services: KindView = {
  main: ({ object }) => {
    const rows = list(object, "spec", "ports");
    return rows.length === 0 ? null : (
      <Section title="Ports">
        <SimpleTable
          label="Ports of the service"
          columns={ports}
          rows={rows}
          rowKey={(one) => `${text(one, "protocol")}${text(one, "port")}`}
        />
      </Section>
    );
  },
  facts: ServiceFacts,
  more: ServiceMore,
  pods: (object) => mapFilter(at(object, "spec", "selector")),
};
