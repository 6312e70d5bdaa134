import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { Status } from "@/components/ui/status.tsx";
import { Mono } from "../parts/mono.tsx";
import { ObjectLink } from "../parts/object-link.tsx";
import { at, list, text, texts } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";

function SliceFacts({ object, cluster }: PartProps) {
  const service = object.metadata.labels?.["kubernetes.io/service-name"];
  return (
    <>
      <Fact label="Service">
        {service ? (
          <ObjectLink cluster={cluster} kind="services" namespace={namespaceOf(object)} name={service} />
        ) : null}
      </Fact>
      <Fact label="Addresses">{text(object, "addressType")}</Fact>
      <Fact label="Ports">
        <Mono
          text={list(object, "ports")
            .map((one) => `${text(one, "name") ?? ""} ${text(one, "port")}/${text(one, "protocol") ?? "TCP"}`.trim())
            .join(", ")}
        />
      </Fact>
    </>
  );
}

function Endpoints({ object, cluster }: PartProps) {
  const columns = [
    { title: "Address", cell: (one: unknown) => <Mono text={texts(one, "addresses").join(", ")} /> },
    {
      title: "State",
      cell: (one: unknown) =>
        at(one, "conditions", "ready") === false ? (
          <Status tone="warn" word="Not ready" />
        ) : (
          <Status tone="ok" word="Ready" />
        ),
    },
    {
      title: "Pod",
      cell: (one: unknown) => {
        const name = text(one, "targetRef", "name");
        return name && text(one, "targetRef", "kind") === "Pod" ? (
          <ObjectLink cluster={cluster} kind="pods" namespace={namespaceOf(object)} name={name} />
        ) : (
          name
        );
      },
    },
    { title: "Node", cell: (one: unknown) => text(one, "nodeName") },
  ];
  const rows = list(object, "endpoints");
  return (
    <Section title="Endpoints">
      {rows.length === 0 ? (
        <p className="text-fg-3">It has none: the service answers nobody through it.</p>
      ) : (
        <SimpleTable
          label="Endpoints"
          columns={columns}
          rows={rows}
          rowKey={(one) => `${texts(one, "addresses").join()}${text(one, "targetRef", "uid")}`}
        />
      )}
    </Section>
  );
}

export const endpointslices: KindView = { main: Endpoints, facts: SliceFacts };
