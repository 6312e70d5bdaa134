import { Fact } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { podColumns } from "../parts/pod-columns.ts";
import { type PolicyRule, policyRule } from "../parts/policy-peers.ts";
import { RelatedTable } from "../parts/related-table.tsx";
import { selectorFilter, selectorWords } from "../parts/selector.ts";
import { SelectorFact } from "../parts/selector-fact.tsx";
import { at, list, texts } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";

function typesOf(object: unknown): string[] {
  const named = texts(object, "spec", "policyTypes");
  if (named.length > 0) return named;
  return at(object, "spec", "egress") === undefined ? ["Ingress"] : ["Ingress", "Egress"];
}

function Rules({ rules, way }: { rules: PolicyRule[]; way: "in" | "out" }) {
  if (rules.length === 0)
    return <p className="text-fg-2">{way === "in" ? "Nothing may come in." : "Nothing may go out."}</p>;
  return (
    <ul className="flex flex-col gap-1.5">
      {rules.map(({ from, ports }, at) => (
        // Rules have no names, and their order is fixed.
        <li key={String(at)} className="break-words">
          {way === "in" ? "From " : "To "}
          {from.length === 0 ? "everywhere" : from.join(", or ")}
          {ports.length === 0 ? ", on every port." : `, on ${ports.join(", ")}.`}
        </li>
      ))}
    </ul>
  );
}

function PolicyRules({ object }: PartProps) {
  const types = typesOf(object);
  return (
    <>
      {types.includes("Ingress") ? (
        <Section title="What may come in">
          <Rules rules={list(object, "spec", "ingress").map((one) => policyRule(one, "from"))} way="in" />
        </Section>
      ) : null}
      {types.includes("Egress") ? (
        <Section title="What may go out">
          <Rules rules={list(object, "spec", "egress").map((one) => policyRule(one, "to"))} way="out" />
        </Section>
      ) : null}
    </>
  );
}

function PolicyFacts({ object }: PartProps) {
  const words = selectorWords(at(object, "spec", "podSelector"));
  return (
    <>
      <Fact label="Governs">{typesOf(object).join(", ")}</Fact>
      {words.length === 0 ? (
        <Fact label="Pods">all of the namespace</Fact>
      ) : (
        <SelectorFact label="Pods with" words={words} />
      )}
    </>
  );
}

export const networkpolicies: KindView = {
  main: PolicyRules,
  facts: PolicyFacts,
  more: ({ object, cluster }) => (
    <RelatedTable
      title="Pods that it governs"
      query={{
        kind: "pods",
        cluster,
        namespaces: [namespaceOf(object) ?? ""],
        filter: selectorFilter(at(object, "spec", "podSelector")) ?? "",
      }}
      columns={podColumns}
      empty="No pod has these labels now."
      rows={10}
    />
  ),
};
