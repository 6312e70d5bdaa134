/** The rights of Craton's groups and of its two identities, asked of the API server itself. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startControlPlane, type TestControlPlane } from "../support/control-plane.ts";

let cluster: TestControlPlane;

beforeAll(async () => {
  cluster = await startControlPlane({ components: ["etcd", "kube-apiserver", "kube-controller-manager"] });
  cluster.kubectl("create", "secret", "generic", "hidden", "--from-literal=a=b");
});
afterAll(() => cluster?.stop());

/** kubectl as somebody else; answers what it refused with, or null. */
function refusal(config: string, ...args: string[]): string | null {
  try {
    cluster.kubectl(...args, "--kubeconfig", config);
    return null;
  } catch (error) {
    return error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
  }
}
const reader = (...args: string[]) => refusal(cluster.kubeconfigs.reader, ...args);
const impersonator = (...args: string[]) => refusal(cluster.kubeconfigs.impersonator, ...args);
const as = (group: string, ...args: string[]) => impersonator(...args, "--as", "anna", "--as-group", group);
/** kubectl auth can-i: exit 1 is a no. */
const may = (group: string, verb: string, kind: string) => as(group, "auth", "can-i", verb, kind) === null;

describe("the index reader", () => {
  test("lists what is in the cluster", () => {
    for (const kind of ["pods", "nodes", "configmaps", "deployments", "clusterroles", "customresourcedefinitions"])
      expect(reader("get", kind, "-A"), kind).toBeNull();
  });

  test.each([
    ["get", "secrets", "-A"],
    ["get", "secret", "hidden"],
    ["get", "--raw", "/api/v1/secrets?watch=1&timeoutSeconds=1"],
    ["get", "--raw", "/api/v1/namespaces/default/secrets/hidden"],
  ])("is refused Secrets: %s %s %s", (...args) => {
    expect(reader(...args)).toMatch(/forbidden/i);
  });

  test.each([
    ["create", "configmap", "x"],
    ["delete", "namespace", "default"],
    ["get", "nodes", "--as", "anna"],
    ["get", "--raw", "/api/v1/nodes/x/proxy/pods"],
    ["create", "token", "default"],
    ["get", "--raw", "/metrics"],
  ])("can do nothing else: %s %s %s", (...args) => {
    expect(reader(...args)).toMatch(/forbidden/i);
  });

  test("reads the kinds of a group that is added while the cluster runs", async () => {
    const crd = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "boats.sea.example" },
      spec: {
        group: "sea.example",
        scope: "Namespaced",
        names: { plural: "boats", singular: "boat", kind: "Boat" },
        versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
      },
    };
    cluster.apply(crd);
    cluster.kubectl("wait", "--for=condition=Established", "crd/boats.sea.example", "--timeout=20s");
    await expect.poll(() => reader("get", "boats", "-A"), { timeout: 10_000 }).toBeNull();
    cluster.kubectl("delete", "crd", "boats.sea.example");
  });
});

describe("the impersonator", () => {
  test.each([
    ["get", "pods"],
    ["get", "namespaces"],
    ["get", "secrets", "-A"],
    ["create", "configmap", "x"],
    ["get", "clusterroles"],
  ])("can do nothing by itself: %s %s", (...args) => {
    expect(impersonator(...args)).toMatch(/forbidden/i);
  });

  test.each([["system:masters"], ["system:nodes"], ["system:serviceaccounts"], ["craton:admins"], ["craton:"]])(
    "cannot act for the group %s",
    (group) => {
      expect(as(group, "get", "namespaces")).toMatch(/cannot impersonate/);
    },
  );

  test("cannot act for a service account, nor add what is not a user or a group", () => {
    expect(impersonator("get", "pods", "--as", "system:serviceaccount:kube-system:default")).toMatch(
      /cannot impersonate/,
    );
    expect(impersonator("get", "pods", "--as", "anna", "--as-uid", "7")).toMatch(/cannot impersonate/);
  });

  test("a user without a group has no right", () => {
    expect(impersonator("get", "namespaces", "--as", "anna")).toMatch(/forbidden/i);
  });
});

describe("the groups", () => {
  test.each([
    ["craton:admin", { "get secrets": true, "delete nodes": true, "create clusterroles": true }],
    [
      "craton:editor",
      {
        "get secrets": true,
        "create deployments.apps": true,
        "list nodes": true,
        "update nodes": false,
        "list clusterroles": false,
        "create clusterroles": false,
        "list customresourcedefinitions": true,
      },
    ],
    [
      "craton:viewer",
      {
        "get secrets": false,
        "list pods": true,
        "create pods": false,
        "list nodes": true,
        "list storageclasses": true,
        "list clusterroles": false,
      },
    ],
    [
      "craton:auditor",
      {
        "get secrets": false,
        "list pods": true,
        "create pods": false,
        "list nodes": true,
        "list clusterroles": true,
        "list rolebindings": true,
        "update roles": false,
      },
    ],
  ])("%s", (group, rights) => {
    for (const [right, wanted] of Object.entries(rights)) {
      const [verb = "", kind = ""] = right.split(" ");
      expect(may(group, verb, kind), `${group} ${right}`).toBe(wanted);
    }
  });
});
