import { Fact } from "@/components/ui/facts.tsx";
import { podColumns } from "../parts/pod-columns.ts";
import { RelatedTable } from "../parts/related-table.tsx";
import { selectorFilter, selectorWords } from "../parts/selector.ts";
import { SelectorFact } from "../parts/selector-fact.tsx";
import { at, number, text } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";

function BudgetFacts({ object }: PartProps) {
  const least = text(object, "spec", "minAvailable");
  const away = text(object, "spec", "maxUnavailable");
  const allowed = number(object, "status", "disruptionsAllowed");
  return (
    <>
      <Fact label="Rule">
        {least === null ? `at most ${away ?? "?"} may be away` : `at least ${least} must be available`}
      </Fact>
      <Fact label="Now">
        {allowed === null
          ? null
          : `${allowed} may be evicted (${number(object, "status", "currentHealthy") ?? 0} of ${number(object, "status", "expectedPods") ?? 0} are healthy)`}
      </Fact>
      <SelectorFact label="Pods with" words={selectorWords(at(object, "spec", "selector"))} />
    </>
  );
}

export const disruptionBudgets: KindView = {
  facts: BudgetFacts,
  more: ({ object, cluster }) => {
    const filter = selectorFilter(at(object, "spec", "selector"));
    return filter === null ? null : (
      <RelatedTable
        title="Pods that it protects"
        query={{ kind: "pods", cluster, namespaces: [namespaceOf(object) ?? ""], filter }}
        columns={podColumns}
        empty="No pod has these labels now."
      />
    );
  },
};
