import { expect, test } from "vitest";
import { objectCan } from "./object-can.ts";

const kind = (name: string, subresources: string[] = [], verbs = ["get", "list", "delete", "patch"]) =>
  objectCan({ name, title: name, resource: name.split(".")[0] ?? "", subresources, verbs });
const able = (name: string, subresources?: string[], verbs?: string[]) =>
  Object.entries(kind(name, subresources, verbs)).flatMap(([action, no]) => (no === null ? [action] : []));

test("each kind has its own actions, and says of the others why not", () => {
  expect(able("deployments.apps", ["scale", "status"])).toEqual(["delete", "scale", "restart"]);
  expect(able("daemonsets.apps")).toEqual(["delete", "restart"]);
  expect(able("replicasets.apps", ["scale"])).toEqual(["delete", "scale"]);
  expect(able("nodes")).toEqual(["delete", "cordon", "uncordon"]);
  expect(able("configmaps")).toEqual(["delete"]);
  expect(able("componentstatuses", [], ["get", "list"])).toEqual([]);
  expect(kind("configmaps").restart).toContain("configmaps");
});
