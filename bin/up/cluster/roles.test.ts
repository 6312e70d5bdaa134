import fc from "fast-check";
import { expect, test } from "vitest";
import { fixedObjects, groups, readerRole, urlOf } from "./roles.mjs";

test("the reader's role never names Secrets, a subresource, or everything of the core group", () => {
  const name = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8})?$/);
  fc.assert(
    fc.property(fc.array(fc.oneof(name, fc.constant("secrets"), fc.constant("secrets/x"))), (resources) => {
      const [core] = readerRole(resources, ["", "apps"]).rules;
      expect(core?.apiGroups).toEqual([""]);
      expect(core?.resources).not.toContain("secrets");
      expect(core?.resources.filter((one: string) => one.includes("/") || one === "*")).toEqual([]);
    }),
  );
});

test("the reader may only read, and groups are named in order, once, without the core group", () => {
  const { rules } = readerRole(["pods", "pods/log", "nodes", "secrets"], ["b.example", "", "apps", "b.example"]);
  expect(rules.map(({ verbs }: { verbs: string[] }) => verbs)).toEqual(Array(2).fill(["get", "list", "watch"]));
  expect(rules[1]).toMatchObject({ apiGroups: ["apiregistration.k8s.io", "apps", "b.example"], resources: ["*"] });
  expect(rules[0]?.resources).toEqual(["nodes", "pods"]);
});

test("the impersonator's groups are named one by one, and no rule of ours is for all groups, resources and verbs", () => {
  const found = fixedObjects.find(
    ({ metadata, kind }) => metadata.name === "craton:impersonator" && kind === "ClusterRole",
  );
  expect(found?.rules?.find(({ resources }) => resources.includes("groups"))).toMatchObject({
    verbs: ["impersonate"],
    resourceNames: groups,
  });
  for (const { rules = [] } of fixedObjects)
    for (const rule of rules) expect([...rule.apiGroups, ...rule.resources, ...rule.verbs]).not.toContain("*");
});

test("an object's address is its kind's", () => {
  expect(urlOf({ kind: "ClusterRole", metadata: { name: "craton:x" } })).toBe(
    "/apis/rbac.authorization.k8s.io/v1/clusterroles/craton%3Ax",
  );
});
