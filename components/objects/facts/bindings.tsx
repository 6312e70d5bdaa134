import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { ObjectLink } from "../parts/object-link.tsx";
import { list, text } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";

function BindingFacts({ object, cluster }: PartProps) {
  const name = text(object, "roleRef", "name") ?? "";
  const kind = text(object, "roleRef", "kind") ?? "";
  const isCluster = kind === "ClusterRole";
  return (
    <>
      <Fact label="Gives">
        <ObjectLink
          cluster={cluster}
          kind={`${isCluster ? "clusterroles" : "roles"}.rbac.authorization.k8s.io`}
          namespace={isCluster ? null : namespaceOf(object)}
          name={name}
          label={`${kind} ${name}`}
        />
      </Fact>
      <Fact label="Where">
        {namespaceOf(object) === null ? "in the whole cluster" : `in namespace ${namespaceOf(object)}`}
      </Fact>
    </>
  );
}

function Subjects({ object, cluster }: PartProps) {
  const columns = [
    { title: "Kind", cell: (one: unknown) => text(one, "kind") },
    {
      title: "Name",
      cell: (one: unknown) => {
        const name = text(one, "name") ?? "";
        const namespace = text(one, "namespace") ?? namespaceOf(object);
        return text(one, "kind") === "ServiceAccount" && namespace !== null ? (
          <ObjectLink cluster={cluster} kind="serviceaccounts" namespace={namespace} name={name} />
        ) : (
          name
        );
      },
    },
    { title: "Namespace", cell: (one: unknown) => text(one, "namespace") },
  ];
  const rows = list(object, "subjects");
  return (
    <Section title="Given to">
      {rows.length === 0 ? (
        <p className="text-fg-3">Nobody.</p>
      ) : (
        <SimpleTable
          label="Subjects of the binding"
          columns={columns}
          rows={rows}
          rowKey={(one) => `${text(one, "kind")}/${text(one, "namespace")}/${text(one, "name")}`}
        />
      )}
    </Section>
  );
}

export const bindings: KindView = { main: Subjects, facts: BindingFacts };
