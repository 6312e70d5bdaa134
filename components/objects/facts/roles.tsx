import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SimpleTable } from "@/components/ui/simple-table.tsx";
import { formatPlural } from "@/lib/format/number.ts";
import { Mono } from "../parts/mono.tsx";
import { RelatedTable } from "../parts/related-table.tsx";
import { selectorWords } from "../parts/selector.ts";
import { list, texts } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";

const all = (words: string[], every: string) => (words.includes("*") ? every : words.join(", "));

const columns = [
  {
    title: "May",
    className: "whitespace-normal! min-w-40",
    cell: (rule: unknown) => all(texts(rule, "verbs"), "everything"),
  },
  {
    title: "On",
    className: "whitespace-normal! min-w-56",
    cell: (rule: unknown) => (
      <Mono text={all(texts(rule, "resources"), "every kind") || texts(rule, "nonResourceURLs").join(", ")} />
    ),
  },
  {
    title: "Of API groups",
    className: "whitespace-normal! min-w-40",
    cell: (rule: unknown) => {
      const groups = texts(rule, "apiGroups");
      const core = list(rule, "apiGroups").includes("") ? ["core"] : [];
      return all([...core, ...groups], "all groups");
    },
  },
  {
    title: "Named",
    className: "whitespace-normal!",
    cell: (rule: unknown) => texts(rule, "resourceNames").join(", ") || <span className="text-fg-3">any</span>,
  },
];

function Rules({ object }: PartProps) {
  const rules = list(object, "rules");
  return (
    <Section title="Rules">
      {rules.length === 0 ? (
        <p className="text-fg-3">It gives nothing.</p>
      ) : (
        <SimpleTable label="Rules" columns={columns} rows={rules} rowKey={(rule) => JSON.stringify(rule)} />
      )}
    </Section>
  );
}

function RoleFacts({ object }: PartProps) {
  const from = list(object, "aggregationRule", "clusterRoleSelectors").flatMap((one) => selectorWords(one));
  return (
    <>
      <Fact label="Gives">{formatPlural(list(object, "rules").length, "rule")}</Fact>
      {from.length > 0 ? <Fact label="Gathered from">roles with {from.join(" or ")}</Fact> : null}
    </>
  );
}

function Bindings({ object, cluster }: PartProps) {
  const namespace = namespaceOf(object);
  const filter = `role=${JSON.stringify(`${object.kind}/${object.metadata.name}`)}`;
  const columns = [{ id: "subjects", title: "Gives it to" }];
  return (
    <>
      <RelatedTable
        title="Role bindings"
        query={{
          kind: "rolebindings.rbac.authorization.k8s.io",
          cluster,
          namespaces: namespace === null ? [] : [namespace],
          filter,
        }}
        columns={columns}
        empty="None gives it to anybody."
        showNamespace={namespace === null}
      />
      {namespace === null ? (
        <RelatedTable
          title="Cluster role bindings"
          query={{ kind: "clusterrolebindings.rbac.authorization.k8s.io", cluster, filter }}
          columns={columns}
          empty="None gives it to anybody in the whole cluster."
        />
      ) : null}
    </>
  );
}

export const roles: KindView = { main: Rules, facts: RoleFacts, more: Bindings };
