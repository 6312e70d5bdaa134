import Link from "next/link";
import { Badge } from "@/components/ui/badge.tsx";
import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { paths } from "@/lib/paths.ts";
import { Mono } from "../parts/mono.tsx";
import { flag, list, text, texts } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";

function DefinitionFacts({ object, cluster }: PartProps) {
  return (
    <>
      <Fact label="Kind">{text(object, "spec", "names", "kind")}</Fact>
      <Fact label="Objects">
        <Link prefetch={false} className="link" href={paths.objects(cluster, object.metadata.name)}>
          All {text(object, "spec", "names", "plural")}
        </Link>
      </Fact>
      <Fact label="Group">
        <Mono text={text(object, "spec", "group")} />
      </Fact>
      <Fact label="Scope">{text(object, "spec", "scope")}</Fact>
      <Fact label="Short names">
        <Mono text={texts(object, "spec", "names", "shortNames").join(", ")} />
      </Fact>
    </>
  );
}

const columns = [
  { title: "Version", cell: (one: unknown) => <Mono text={text(one, "name")} /> },
  { title: "Served", cell: (one: unknown) => (flag(one, "served") ? "yes" : "no") },
  { title: "Stored", cell: (one: unknown) => (flag(one, "storage") ? <Badge>stored</Badge> : null) },
  {
    title: "Deprecated",
    cell: (one: unknown) => (flag(one, "deprecated") ? <Badge tone="warn">deprecated</Badge> : null),
  },
];

export const customDefinitions: KindView = {
  facts: DefinitionFacts,
  main: ({ object }) => (
    <Section title="Versions">
      <SimpleTable
        label="Versions"
        columns={columns}
        rows={list(object, "spec", "versions")}
        rowKey={(one) => text(one, "name") ?? ""}
      />
    </Section>
  ),
};
