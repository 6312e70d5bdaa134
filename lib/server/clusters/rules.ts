/** What a SelfSubjectRulesReview answers, and whether it allows a verb on all objects of a kind. Pure. */
import { z } from "zod";
import type { KubeKind } from "../../contract/kube-kind.ts";

const names = z.array(z.string()).nullish();
export const rulesReview = z.object({
  status: z.object({
    incomplete: z.boolean().optional(),
    resourceRules: z
      .array(z.object({ verbs: names, apiGroups: names, resources: names, resourceNames: names }))
      .nullish(),
  }),
});
export type Rules = NonNullable<z.infer<typeof rulesReview>["status"]["resourceRules"]>;

/** A rule for named objects allows no list. */
export function rulesAllow(
  rules: Rules,
  verb: string,
  { group, resource }: Pick<KubeKind, "group" | "resource">,
): boolean {
  const holds = (list: string[] | null | undefined, value: string) => list?.includes(value) || list?.includes("*");
  return rules.some(
    (rule) =>
      holds(rule.verbs, verb) &&
      holds(rule.apiGroups, group) &&
      holds(rule.resources, resource) &&
      (rule.resourceNames?.length ?? 0) === 0,
  );
}
