import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { objectName, objectPath, scalePath } from "./kube-objects-path.ts";

const pods = { name: "pods", group: "", version: "v1", resource: "pods", namespaced: true };
const deployments = {
  name: "deployments.apps",
  group: "apps",
  version: "v1",
  resource: "deployments",
  namespaced: true,
};
const roles = {
  name: "clusterroles.rbac.authorization.k8s.io",
  group: "rbac.authorization.k8s.io",
  version: "v1",
  resource: "clusterroles",
  namespaced: false,
};

describe("paths of the API", () => {
  test("stand as the API server has them", () => {
    expect(objectPath(pods, { namespace: "default", name: "web" })).toBe("/api/v1/namespaces/default/pods/web");
    expect(scalePath(deployments, { namespace: "a", name: "b" })).toBe(
      "/apis/apps/v1/namespaces/a/deployments/b/scale",
    );
    expect(objectPath(roles, { namespace: null, name: "system:node" })).toBe(
      "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode",
    );
    expect(objectName("local", "deployments.apps", { namespace: "default", name: "web" })).toBe(
      "local/deployments.apps/default/web",
    );
  });

  test.each([
    ["a name with a slash", pods, { namespace: "default", name: "web/log" }],
    ["an encoded slash", pods, { namespace: "default", name: "web%2flog" }],
    ["a way up", pods, { namespace: "default", name: ".." }],
    ["no name", pods, { namespace: "default", name: "" }],
    ["a namespace with a slash", pods, { namespace: "a/pods/b", name: "web" }],
    ["a namespace that is a way up", pods, { namespace: "..", name: "web" }],
    ["none where there must be one", pods, { namespace: null, name: "web" }],
    ["one where there is none", roles, { namespace: "default", name: "web" }],
    ["a line feed", pods, { namespace: "default", name: "web\nHost: x" }],
  ])("%s is refused", (_, kind, place) => {
    expect(() => objectPath(kind, place)).toThrow(expect.objectContaining({ code: "bad-name" }));
  });

  test("a mixed list has no objects of its own", () => {
    const workloads = { ...pods, name: "workloads", resource: "" };
    expect(() => objectPath(workloads, { namespace: "a", name: "b" })).toThrow(
      expect.objectContaining({ code: "unsupported" }),
    );
  });

  test("property: whatever discovery, namespace and name say, the path has the segments of one object and no query", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary-ascii" }),
      fc.constantFrom("\u202e", "é", "v1", "pods", "apps", "default", "..", "a/b", "%2e"),
    );
    fc.assert(
      fc.property(
        text,
        text,
        text,
        fc.option(text),
        text,
        fc.boolean(),
        (group, version, resource, namespace, name, namespaced) => {
          let path: string;
          try {
            path = objectPath({ name: "x", group, version, resource, namespaced }, { namespace, name });
          } catch (error) {
            expect(["bad-name", "unsupported"]).toContain((error as { code: string }).code);
            return;
          }
          const { pathname, search, hash, host } = new URL(path, "https://api.example");
          expect([pathname, search, hash, host]).toEqual([path, "", "", "api.example"]);
          const parts = pathname.split("/").slice(1).map(decodeURIComponent);
          const inside = namespaced ? ["namespaces", namespace] : [];
          const root = group === "" ? ["api", version] : ["apis", group, version];
          expect(parts).toEqual([...root, ...inside, resource, name]);
        },
      ),
      { numRuns: 500 },
    );
  });
});
