import { expect, test } from "vitest";
import { contextOf, parseKubeconfig } from "./kubeconfig.ts";
import { oneContext } from "./one-context.ts";

const config = parseKubeconfig(`
contexts:
- {name: dev, context: {cluster: one, user: ann, namespace: web}}
- {name: prod, context: {cluster: two, user: bob}}
clusters:
- {name: one, cluster: {server: "https://one.example"}}
- {name: two, cluster: {server: "https://two.example"}}
users:
- {name: ann, user: {token: secret-of-ann}}
- {name: bob, user: {token: secret-of-bob}}
`);

test.each([true, false])(
  "one context with its namespace is kept, and no secret of another; the user's: %s",
  (keepUser) => {
    const text = oneContext(config, "dev", keepUser);
    const kept = contextOf(parseKubeconfig(text), null);
    expect(kept).toMatchObject({ name: "dev", namespace: "web", cluster: { server: "https://one.example" } });
    expect(text.includes("secret-of-ann")).toBe(keepUser);
    expect(text).not.toMatch(/secret-of-bob|two/);
  },
);
