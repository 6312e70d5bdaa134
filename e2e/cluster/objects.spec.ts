/**
 * Objects of a real cluster through the data layer, each user acting as themselves: what is read, what is hidden, what is
 * done, refused and written down.
 */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AuditEntry } from "../../lib/contract/console.ts";
import type { ActionRequest } from "../../lib/contract/kube-object.ts";
import type { Role } from "../../lib/contract/roles.ts";
import { getObject } from "../../lib/server/data/kube-objects.ts";
import { actOnObjects } from "../../lib/server/data/kube-objects-actions.ts";
import { objectRights } from "../../lib/server/data/kube-objects-rights.ts";
import { startControlPlane, type TestControlPlane } from "../support/control-plane.ts";
import { fixtures, hostile, secretValue } from "../support/kube-fixtures.ts";
import { type ObjectWorld, objectWorld } from "../support/object-world.ts";

const mark = randomBytes(3).toString("hex");
const shop = `shop-${mark}`;
let plane: TestControlPlane;
let world: ObjectWorld;
const apply = (...items: object[]) =>
  plane.kubectl("apply", "--filename", world.file({ apiVersion: "v1", kind: "List", items }));
const json = (...args: string[]) => JSON.parse(plane.kubectl("get", ...args, "--output=json"));

beforeAll(async () => {
  plane = await startControlPlane({ components: ["etcd", "kube-apiserver", "kube-controller-manager"] });
  world = await objectWorld(plane);
  apply(...fixtures(shop, mark));
  plane.kubectl("wait", "clusterrole/view", "clusterrole/edit", "--for=jsonpath={.rules}", "--timeout=60s");
  plane.kubectl("--namespace", shop, "wait", "deployment/web", "--for=jsonpath={.status.replicas}=2", "--timeout=60s");
});
afterAll(async () => {
  world?.close();
  await plane?.stop();
});

const ref = (kind: string, name: string, namespace: string | null = shop) => ({
  cluster: "local",
  kind,
  namespace,
  name,
});
const act = (role: Role, kind: string, request: ActionRequest) =>
  actOnObjects(world.context, world.actor(role), { cluster: "local", kind }, request);
const error = (code: string, words = "") => expect.objectContaining({ code, message: expect.stringContaining(words) });
const entriesOf = (action: string): AuditEntry[] => world.entries.filter((entry) => entry.action === action);

describe("reading", () => {
  test("an object with its kind, its YAML and the owners above it", async () => {
    const [pod] = json("pods", "--namespace", shop, "--selector=app=web").items;
    const detail = await getObject(world.context, world.actor("viewer"), ref("pods", pod.metadata.name));
    expect(detail.object.metadata.uid).toBe(pod.metadata.uid);
    expect(detail.object.metadata).not.toHaveProperty("managedFields");
    expect(detail.owners.map(({ kind, name, why }) => [kind, name, why])).toEqual([
      ["ReplicaSet", pod.metadata.ownerReferences[0].name, null],
      ["Deployment", "web", null],
    ]);
    expect(detail.yaml).toMatch(/^apiVersion: v1\nkind: Pod\nmetadata:\n/);
    expect((await getObject(world.context, world.actor("viewer"), ref("pods", pod.metadata.name))).yaml).toBe(
      detail.yaml,
    );
  });

  test("no value of a Secret, in no field, for nobody", async () => {
    const detail = await getObject(world.context, world.actor("admin"), ref("secrets", "keys"));
    const text = JSON.stringify(detail);
    expect(text).not.toContain(secretValue);
    expect(text).not.toContain(Buffer.from(secretValue).toString("base64"));
    expect(detail.object.data).toEqual({ token: `(${secretValue.length} bytes, hidden)` });
    expect(Object.keys(detail.object.metadata.annotations ?? {})).toEqual([]);
    const map = await getObject(world.context, world.actor("admin"), ref("configmaps", "settings"));
    expect(Object.keys(map.object.metadata.annotations ?? {})).toEqual([
      "kubectl.kubernetes.io/last-applied-configuration",
    ]);
  });

  test("each with their own right: a viewer reads no Secret, and is told which right is missing", async () => {
    const reading = getObject(world.context, world.actor("viewer"), ref("secrets", "keys"));
    await expect(reading).rejects.toEqual(error("kube-forbidden", "may not get secrets"));
    const written = { user: "viewer-user", object: `local/secrets/${shop}/keys`, outcome: "refused" };
    expect(entriesOf("object.get").at(-1)).toMatchObject(written);
  });

  test("what is not there, what cannot be a name, and a subresource that poses as one", async () => {
    const read = (kind: string, name: string, namespace: string | null = shop) =>
      getObject(world.context, world.actor("admin"), ref(kind, name, namespace));
    await expect(read("pods", "nobody")).rejects.toEqual(error("not-found", "nobody"));
    await expect(read("pods", "web/log")).rejects.toEqual(error("bad-name"));
    await expect(read("pods", "web%2flog")).rejects.toEqual(error("bad-name"));
    await expect(read("pods", "web", "../../api")).rejects.toEqual(error("bad-name"));
    await expect(read("pods", "web", null)).rejects.toEqual(error("bad-name"));
    await expect(read("gadgets.example", "web")).rejects.toEqual(error("not-found", "gadgets"));
    await expect(read("clusterroles.rbac.authorization.k8s.io", "system:basic-user", null)).resolves.toBeDefined();
  });

  test("hostile text goes through as it is in the object, and escaped in the YAML", async () => {
    const detail = await getObject(world.context, world.actor("viewer"), ref("configmaps", "hostile"));
    expect(detail.object.metadata.annotations?.bidi).toBe(hostile.bidi);
    expect(detail.yaml).not.toContain("\u202e");
    expect(detail.yaml).not.toContain("\u001b");
    expect(detail.yaml).toContain("\\u202e");
  });

  test("an owner that the reader may not read ends the chain with why", async () => {
    const owner = json("configmap", "settings", "--namespace", shop);
    const refTo = (kind: string, name: string, uid: string) => [{ apiVersion: "v1", kind, name, uid }];
    const owned = (name: string, ownerReferences: object[]) =>
      apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: shop, ownerReferences } });
    const secret = json("secret", "keys", "--namespace", shop);
    owned("of-secret", refTo("Secret", "keys", secret.metadata.uid));
    owned("of-map", refTo("ConfigMap", "settings", owner.metadata.uid));
    const read = async (role: Role, name: string) =>
      (await getObject(world.context, world.actor(role), ref("serviceaccounts", name))).owners;
    expect(await read("viewer", "of-secret")).toEqual([
      {
        kind: "Secret",
        name: "keys",
        kindId: "secrets",
        namespace: shop,
        why: expect.stringContaining("may not get secrets"),
      },
    ]);
    expect(await read("viewer", "of-map")).toMatchObject([{ kind: "ConfigMap", why: null }]);
  });
});

describe("rights", () => {
  const rights = async (role: Role, kind: string, namespace: string | null = shop) =>
    (await objectRights(world.context, world.actor(role), { cluster: "local", kind, namespace })).rights;

  test("the role's table first, then the API server, action by action", async () => {
    expect(await rights("admin", "deployments.apps")).toEqual({
      delete: null,
      scale: null,
      restart: null,
      cordon: expect.stringContaining("Deployment"),
      uncordon: expect.stringContaining("Deployment"),
    });
    expect((await rights("viewer", "deployments.apps")).delete).toContain("viewer");
    expect(await rights("editor", "nodes", null)).toMatchObject({
      cordon: expect.stringContaining("the right to patch nodes is missing"),
      delete: expect.stringContaining("the right to delete nodes is missing"),
    });
    expect((await rights("editor", "deployments.apps", "kube-system")).scale).toBeNull();
    expect((await rights("admin", "configmaps")).restart).toContain("cannot be restarted");
  });
});

describe("actions", () => {
  test("scale sets the replicas through the scale subresource, and is written down before it is done", async () => {
    const { metadata } = json("deployment", "web", "--namespace", shop);
    const targets = [{ namespace: shop, name: "web", uid: metadata.uid }];
    expect(await act("editor", "deployments.apps", { action: "scale", targets, replicas: 3 })).toEqual({
      results: [{ namespace: shop, name: "web", error: null }],
    });
    const after = json("deployment", "web", "--namespace", shop, "--show-managed-fields");
    expect(after.spec.replicas).toBe(3);
    const ours = after.metadata.managedFields.filter(({ manager }: { manager: string }) => manager === "craton");
    expect(ours).toMatchObject([{ subresource: "scale" }]);
    expect(entriesOf("object.scale").at(-1)).toMatchObject({
      object: `local/deployments.apps/${shop}/web`,
      outcome: "allowed",
      user: "editor-user",
      details: { replicas: 3, uid: metadata.uid },
    });
  });

  test("restart changes the template's annotation alone", async () => {
    const before = json("deployment", "web", "--namespace", shop).spec.template;
    await act("editor", "deployments.apps", { action: "restart", targets: [{ namespace: shop, name: "web" }] });
    const after = json("deployment", "web", "--namespace", shop).spec.template;
    const { annotations, ...metadata } = after.metadata;
    expect(annotations).toEqual({ "kubectl.kubernetes.io/restartedAt": expect.stringMatching(/^\d{4}-.*Z$/) });
    expect({ ...after, metadata }).toEqual(before);
  });

  test("cordon and uncordon", async () => {
    const node = `worker-${mark}`;
    const targets = [{ namespace: null, name: node, uid: json("node", node).metadata.uid }];
    expect((await act("admin", "nodes", { action: "cordon", targets })).results).toMatchObject([{ error: null }]);
    expect(json("node", node).spec.unschedulable).toBe(true);
    expect((await act("admin", "nodes", { action: "uncordon", targets })).results).toMatchObject([{ error: null }]);
    expect(json("node", node).spec.unschedulable).toBeUndefined();
    expect(entriesOf("object.uncordon")).toHaveLength(1);
  });

  test("many: each target has its own result, and one failure stops none of the others", async () => {
    const names = Array.from({ length: 20 }, (_, at) => `many-${at}`);
    apply(...names.map((name) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: shop } })));
    const targets = [...names, "nobody", "no/name"].map((name) => ({ namespace: shop, name }));
    const { results } = await act("editor", "configmaps", { action: "delete", targets });
    expect(results.map(({ name }) => name)).toEqual(targets.map(({ name }) => name));
    expect(results.filter((one) => one.error === null).map(({ name }) => name)).toEqual(names);
    expect(results.slice(-2)).toMatchObject([{ error: { code: "not-found" } }, { error: { code: "bad-name" } }]);
    expect(entriesOf("object.delete").filter(({ object }) => object.includes("/many-"))).toHaveLength(20);
    const failed = entriesOf("object.delete").filter(({ outcome }) => outcome === "failed");
    expect(failed.map(({ object }) => object)).toEqual([`local/configmaps/${shop}/nobody`]);
  });

  test("another object of the same name is left alone", async () => {
    const make = () => apply({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "twin", namespace: shop } });
    make();
    const { uid } = json("configmap", "twin", "--namespace", shop).metadata;
    plane.kubectl("delete", "configmap", "twin", "--namespace", shop);
    make();
    const targets = [{ namespace: shop, name: "twin", uid }];
    const { results } = await act("editor", "configmaps", { action: "delete", targets });
    expect(results).toEqual([
      {
        namespace: shop,
        name: "twin",
        error: { code: "kube-conflict", message: expect.stringContaining("another one has its name") },
      },
    ]);
    json("configmap", "twin", "--namespace", shop);
    const wrong = [{ namespace: shop, name: "web", uid }];
    for (const request of [
      { action: "scale", targets: wrong, replicas: 9 },
      { action: "restart", targets: wrong },
    ] as const) {
      expect((await act("editor", "deployments.apps", request)).results).toMatchObject([
        { error: { code: "kube-conflict" } },
      ]);
    }
    expect(json("deployment", "web", "--namespace", shop).spec.replicas).not.toBe(9);
  });

  test("refused by the role: nothing is asked of the cluster, and the refusal is written down", async () => {
    const request = { action: "delete", targets: [{ namespace: shop, name: "settings" }] } as const;
    await expect(act("viewer", "configmaps", { ...request, targets: [...request.targets] })).rejects.toEqual(
      error("forbidden", "viewer"),
    );
    json("configmap", "settings", "--namespace", shop);
    expect(world.entries.at(-1)).toMatchObject({
      action: "object.delete",
      outcome: "refused",
      object: `local/configmaps/${shop}/settings`,
      user: "viewer-user",
    });
  });

  test("refused by the API server: the missing right is named, and the entry says refused", async () => {
    const targets = [{ namespace: null, name: `worker-${mark}` }];
    const { results } = await act("editor", "nodes", { action: "cordon", targets });
    expect(results).toMatchObject([
      { error: { code: "kube-forbidden", message: expect.stringContaining("may not patch nodes") } },
    ]);
    expect(world.entries.slice(-2).map(({ outcome }) => outcome)).toEqual(["allowed", "refused"]);
  });

  test("a kind that does not know the action is refused with why; a read-only console refuses all", async () => {
    const targets = [{ namespace: shop, name: "settings" }];
    await expect(act("admin", "configmaps", { action: "scale", targets, replicas: 1 })).rejects.toEqual(
      error("unsupported", "no number of replicas"),
    );
    const readOnly = { ...world.context, config: { ...world.context.config, readOnly: true } };
    const deleting = actOnObjects(
      readOnly,
      world.actor("admin"),
      { cluster: "local", kind: "configmaps" },
      { action: "delete", targets },
    );
    await expect(deleting).rejects.toEqual(error("read-only"));
  });

  test("what a deletion takes with it: background, and orphans on request", async () => {
    const rs = () => json("replicasets", "--namespace", shop, "--selector=app=spare").items.length;
    const labels = { app: "spare" };
    const template = { metadata: { labels }, spec: { containers: [{ name: "a", image: "registry.example/a:1" }] } };
    const spec = { replicas: 0, selector: { matchLabels: labels }, template };
    apply({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "spare", namespace: shop }, spec });
    plane.kubectl("--namespace", shop, "wait", "deployment/spare", "--for=condition=Progressing", "--timeout=30s");
    const targets = [{ namespace: shop, name: "spare" }];
    await act("editor", "deployments.apps", { action: "delete", targets, propagation: "orphan" });
    plane.kubectl("--namespace", shop, "wait", "deployment/spare", "--for=delete", "--timeout=30s");
    expect(rs()).toBe(1);
  });
});
