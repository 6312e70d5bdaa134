/** The fixtures of kube-fixtures.ts on the embedded cluster of this run, for browser specs: made, asked for, taken away. */
import { randomBytes } from "node:crypto";
import { target } from "./console-page.ts";
import { kubectl } from "./embedded-cluster.ts";
import { fixtures } from "./kube-fixtures.ts";

/** One a spec, with names of its own. */
export function kubeShop() {
  /** Stands in the names of what has no namespace: groups of custom kinds begin with a letter. */
  const mark = `a${randomBytes(3).toString("hex")}`;
  const shop = `shop-${mark}`;
  /** kubectl as the administrator; answers stdout. */
  const run = (args: string[], input?: object): string =>
    kubectl(target().state, args, input === undefined ? undefined : JSON.stringify(input));
  const listOf = (items: object[]) => ({ apiVersion: "v1", kind: "List", items });
  const apply = (...items: object[]): string => run(["apply", "--filename", "-"], listOf(items));
  return {
    mark,
    /** The namespace. */
    shop,
    run,
    apply,
    /** `kubectl get` in the namespace. */
    json: (...args: string[]) => JSON.parse(run(["get", ...args, "--namespace", shop, "--output=json"])),
    /** The address of an object's page; null for one without a namespace. */
    pageOf: (kind: string, name: string, namespace: string | null = shop, tab?: string): string =>
      `${target().url}/c/local/r/${kind}/${namespace ?? "_"}/${name}${tab ? `?tab=${tab}` : ""}`,
    /** An empty ConfigMap of the namespace. */
    config: (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: shop } }),
    /** All fixtures, and one object of their custom kind, `one`. */
    make(): void {
      apply(...fixtures(shop, mark));
      run(["wait", `crd/widgets.${mark}.example`, "--for=condition=Established", "--timeout=30s"]);
      apply({
        apiVersion: `${mark}.example/v1`,
        kind: "Widget",
        metadata: { name: "one", namespace: shop },
        spec: { colour: "azurite", parts: [{ name: "wheel", size: 3 }] },
      });
    },
    remove(): void {
      const whole = fixtures(shop, mark).filter(({ metadata }) => metadata.namespace === undefined);
      run(["delete", "--ignore-not-found", "--wait=false", "--filename", "-"], listOf(whole));
    },
  };
}
