/** A kubeconfig whose user may list in two namespaces only, on the built console: their rows, soon, and nothing asked in vain. */
import { expect, test } from "vitest";
import { twoNamespaces } from "./phases/rights.ts";

test("rights in two namespaces only give a full, quiet list of both", async () => {
  const result = await twoNamespaces({ pods: 3_000, nodes: 50 });
  expect(result.wanted).toBeGreaterThan(0);
  expect(result).toMatchObject({ total: result.wanted, namespaces: ["team-000", "team-001"], why: "" });
  expect(result.watches.pods).toBe(2);
});
