import { expect, it } from "vitest";
import { narrowColumns } from "./narrow-columns.ts";
import { objectOfRow, rowHref } from "./object-href.ts";

it.each([
  [{ name: "pods" }, "a/web", { kind: "pods", namespace: "a", name: "web" }],
  [{ name: "nodes" }, "n1", { kind: "nodes", namespace: null, name: "n1" }],
  [
    { name: "workloads", of: ["deployments.apps"] },
    "deployments.apps/a/web",
    { kind: "deployments.apps", namespace: "a", name: "web" },
  ],
])("a row of %j with key %s is %j", (kind, key, object) => expect(objectOfRow(kind, key)).toEqual(object));

it("leads to the object's page", () => {
  expect(rowHref("local", { name: "nodes" }, "n1")).toBe("/c/local/r/nodes/_/n1");
  expect(rowHref("local", { name: "clusterroles.rbac.authorization.k8s.io" }, "system:node")).toBe(
    "/c/local/r/clusterroles.rbac.authorization.k8s.io/_/system%3Anode",
  );
});

const column = (id: string, hidden = false) => ({ id, title: id, type: "text" as const, width: 100, hidden });

it.each([
  [
    {
      name: "pods",
      status: "status",
      columns: ["name", "namespace", "status", "ready", "age"].map((id) => column(id)),
    },
    ["name", "status", "age"],
  ],
  [
    { name: "x", status: "status", columns: [column("name"), column("status", true), column("size"), column("age")] },
    ["name", "size", "age"],
  ],
  [{ name: "x", status: "status", columns: [column("name"), column("status", true), column("age")] }, ["name", "age"]],
])("a phone shows of %j the columns %j", (kind, wanted) => expect(narrowColumns(kind)).toEqual(wanted));
