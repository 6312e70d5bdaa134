import { expect, test } from "vitest";
import { policyRule } from "./policy-peers.ts";
import { selectorFilter, selectorWords } from "./selector.ts";

test("rules of network policies are sentences", () => {
  const rule = {
    from: [
      { podSelector: { matchLabels: { app: "edge" } } },
      { namespaceSelector: {}, podSelector: {} },
      { namespaceSelector: { matchExpressions: [{ key: "team", operator: "In", values: ["a", "b"] }] } },
      { ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } },
    ],
    ports: [{ port: 8080 }, { port: 3000, endPort: 3005, protocol: "UDP" }, { protocol: "TCP" }],
  };
  expect(policyRule(rule, "from")).toEqual({
    from: [
      "pods with app=edge of this namespace",
      "all pods of all namespaces",
      "all pods of namespaces with team in (a, b)",
      "addresses in 10.0.0.0/8 but 10.1.0.0/16",
    ],
    ports: ["8080/TCP", "3000–3005/UDP", "every TCP port"],
  });
  expect(policyRule({}, "to")).toEqual({ from: [], ports: [] });
});

test("a selector is a filter of the list, and never an empty one that would match everything", () => {
  const selector = {
    matchLabels: { app: "web" },
    matchExpressions: [
      { key: "tier", operator: "In", values: ["front"] },
      { key: "canary", operator: "DoesNotExist" },
    ],
  };
  expect(selectorFilter(selector)).toBe("label:app=web label:tier=front");
  expect(selectorWords(selector)).toEqual(["app=web", "tier in (front)", "canary is not set"]);
  expect(selectorFilter({})).toBeNull();
  expect(selectorFilter(undefined)).toBeNull();
});
