import { Badge } from "@/components/ui/badge.tsx";
import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Mono } from "../parts/mono.tsx";
import { quantityWords } from "../parts/quantity-words.ts";
import { RelatedTable } from "../parts/related-table.tsx";
import { entries, flag, list, text } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";
import { NodeRequested } from "./node-requested.tsx";

function NodeFacts({ object }: PartProps) {
  const info = (name: string) => text(object, "status", "nodeInfo", name);
  const roles = Object.keys(object.metadata.labels ?? {}).flatMap((key) =>
    key.startsWith("node-role.kubernetes.io/") ? [key.slice("node-role.kubernetes.io/".length)] : [],
  );
  const taints = list(object, "spec", "taints");
  return (
    <>
      <Fact label="Takes pods">{flag(object, "spec", "unschedulable") ? "no new ones (cordoned)" : "yes"}</Fact>
      <Fact label="Roles">{roles.join(", ")}</Fact>
      <Fact label="Addresses">
        {list(object, "status", "addresses").map((one) => (
          <span key={`${text(one, "type")}${text(one, "address")}`} className="mr-3 inline-block">
            <Mono text={text(one, "address")} /> <span className="text-fg-3">{text(one, "type")}</span>
          </span>
        ))}
      </Fact>
      <Fact label="Taints">
        {taints.length === 0 ? null : (
          <span className="flex flex-wrap gap-1.5">
            {taints.map((one) => {
              const value = text(one, "value");
              const words = `${text(one, "key")}${value ? `=${value}` : ""}:${text(one, "effect")}`;
              return (
                <Badge key={words} mono tone="warn">
                  {words}
                </Badge>
              );
            })}
          </span>
        )}
      </Fact>
      <Fact label="Kubelet">
        <Mono text={info("kubeletVersion")} />
      </Fact>
      <Fact label="Runtime">
        <Mono text={info("containerRuntimeVersion")} />
      </Fact>
      <Fact label="System">
        {[info("osImage"), info("kernelVersion"), info("architecture")].filter((one) => one !== null).join(" · ")}
      </Fact>
      <Fact label="Pod addresses">
        <Mono text={text(object, "spec", "podCIDR")} />
      </Fact>
    </>
  );
}

function NodeResources({ object }: PartProps) {
  const rows = entries(object, "status", "capacity").map(([name, value]) => ({
    name,
    capacity: text(value),
    allocatable: text(object, "status", "allocatable", name),
  }));
  if (rows.length === 0) return null;
  const columns = [
    { title: "Resource", cell: (row: (typeof rows)[number]) => <Mono text={row.name} /> },
    { title: "Capacity", numeric: true, cell: (row: (typeof rows)[number]) => quantityWords(row.name, row.capacity) },
    {
      title: "For pods",
      numeric: true,
      cell: (row: (typeof rows)[number]) => quantityWords(row.name, row.allocatable),
    },
  ];
  return (
    <Section title="Resources">
      <SimpleTable label="Resources of the node" columns={columns} rows={rows} rowKey={({ name }) => name} />
    </Section>
  );
}

export const nodes: KindView = {
  main: NodeRequested,
  facts: NodeFacts,
  more: (props) => (
    <>
      <NodeResources {...props} />
      <RelatedTable
        title="Pods"
        query={{ kind: "pods", cluster: props.cluster, filter: `node=${JSON.stringify(props.object.metadata.name)}` }}
        columns={[
          { id: "ready", title: "Ready" },
          { id: "cpu", title: "CPU request", as: "cores" },
          { id: "memory", title: "Memory request", as: "bytes" },
        ]}
        empty="No pod is on this node."
        rows={50}
        showNamespace
      />
    </>
  ),
};
