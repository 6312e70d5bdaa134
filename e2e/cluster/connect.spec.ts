/** Connections to a real API server: each kind of credential, a refused one that is renewed, and acting as a user. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connectKube } from "../../lib/api/kube/connect.ts";
import type { KubeConnection } from "../../lib/api/kube/connection.ts";
import type { KubeActing, KubeSource } from "../../lib/api/kube/kube-source.ts";
import { startControlPlane, type TestControlPlane } from "../support/control-plane.ts";

let plane: TestControlPlane;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-connect-"));
const open: KubeConnection[] = [];
beforeAll(async () => {
  plane = await startControlPlane({ components: ["etcd", "kube-apiserver", "kube-controller-manager"] });
  // The controller manager puts the aggregated roles together.
  plane.kubectl("wait", "clusterrole/view", "--for=jsonpath={.rules}", "--timeout=60s");
  plane.kubectl("create", "serviceaccount", "robot", "--namespace", "default");
  plane.kubectl("create", "clusterrolebinding", "robot", "--clusterrole=view", "--serviceaccount=default:robot");
});
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
afterAll(async () => {
  await plane?.stop();
  fs.rmSync(folder, { recursive: true });
});

function connect(kubeconfig: string, acting?: KubeActing, more: Partial<KubeSource> = {}): KubeConnection {
  const source = { cluster: "real", kubeconfig, context: null, isTrusted: true, closedPorts: [], token: null, ...more };
  const connection = connectKube(source, acting);
  open.push(connection);
  return connection;
}
const withUser = (user: Record<string, unknown>) =>
  JSON.stringify({
    clusters: [
      {
        name: "real",
        cluster: { server: plane.url, "certificate-authority-data": Buffer.from(plane.ca).toString("base64") },
      },
    ],
    users: [{ name: "me", user }],
    contexts: [{ name: "real", context: { cluster: "real", user: "me" } }],
    "current-context": "real",
  });
const fileOf = (name: keyof TestControlPlane["kubeconfigs"]) => fs.readFileSync(plane.kubeconfigs[name], "utf8");
const tokenOf = (account: string) => plane.kubectl("create", "token", account, "--namespace", "default").trim();
type Review = { status: { userInfo: { username: string; groups: string[] } } };
async function whoAmI(connection: KubeConnection) {
  const body = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  return (await connection.json<Review>({ method: "POST", path, body })).status.userInfo;
}

test("a certificate: who it names, and a list that is compressed", async () => {
  const admin = connect(fileOf("admin"));
  expect((await whoAmI(admin)).groups).toContain("system:authenticated");
  const answer = await admin.send({ path: "/openapi/v2" });
  expect(answer.headers["content-encoding"]).toBe("gzip");
  const roles = await admin.json<{ items: unknown[] }>({ path: "/apis/rbac.authorization.k8s.io/v1/clusterroles" });
  expect(roles.items.length).toBeGreaterThan(50);
});

test("a service account's token: inline, from a file, of a program, and as a user's own", async () => {
  const token = tokenOf("robot");
  const tokenFile = path.join(folder, "token");
  fs.writeFileSync(tokenFile, token);
  const command = path.join(folder, "plugin");
  const apiVersion = "client.authentication.k8s.io/v1";
  const credential = JSON.stringify({ apiVersion, kind: "ExecCredential", status: { token } });
  fs.writeFileSync(command, `#!/bin/sh\ncat <<'EOF'\n${credential}\nEOF\n`, { mode: 0o755 });
  const all = [
    connect(withUser({ token })),
    connect(withUser({ token }), undefined, { isTrusted: false }),
    connect(withUser({ tokenFile })),
    connect(withUser({ exec: { apiVersion, command, interactiveMode: "Never" } })),
    connect(withUser({}), undefined, { token }),
    connect(fileOf("admin"), undefined, { token }),
  ];
  for (const one of all) expect((await whoAmI(one)).username).toBe("system:serviceaccount:default:robot");
});

test("a program's credential that has ended is asked for anew after a 401, once", async () => {
  const command = path.join(folder, "renewing");
  const runs = path.join(folder, "runs");
  const apiVersion = "client.authentication.k8s.io/v1";
  const say = (token: string) => JSON.stringify({ apiVersion, kind: "ExecCredential", status: { token } });
  fs.writeFileSync(
    command,
    `#!/bin/sh\necho >> ${runs}\nif [ $(wc -l < ${runs}) = 1 ]; then echo '${say("ended")}'; else echo '${say(tokenOf("robot"))}'; fi\n`,
    { mode: 0o755 },
  );
  const connection = connect(withUser({ exec: { apiVersion, command } }));
  expect((await whoAmI(connection)).username).toBe("system:serviceaccount:default:robot");
  expect(fs.readFileSync(runs, "utf8")).toBe("\n\n");
  await expect(connect(withUser({ token: "nonsense" })).json({ path: "/api" })).rejects.toMatchObject({
    code: "cluster-auth",
  });
});

test("the impersonator acts as alice with her group, and is nobody by itself", async () => {
  const alice = connect(fileOf("impersonator"), { user: "alice", groups: ["craton:viewer"] });
  expect(await whoAmI(alice)).toMatchObject({
    username: "alice",
    groups: ["craton:viewer", "system:authenticated"],
  });
  await alice.json({ path: "/api/v1/pods" });
  await expect(alice.json({ path: "/api/v1/namespaces/default/secrets" })).rejects.toMatchObject({
    code: "kube-forbidden",
    facts: { user: "alice", verb: "list", resource: "secrets", namespace: "default" },
  });
  await expect(alice.json({ method: "DELETE", path: "/api/v1/namespaces/default" })).rejects.toMatchObject({
    code: "kube-forbidden",
    facts: { user: "alice", verb: "delete", resource: "namespaces" },
  });
  const itself = connect(fileOf("impersonator"));
  for (const path of ["/api/v1/pods", "/api/v1/namespaces/default/secrets", "/api/v1/nodes"])
    await expect(itself.json({ path })).rejects.toMatchObject({ code: "kube-forbidden" });
});

test("no other group can be acted for, whatever the console says", async () => {
  for (const group of ["craton:root", "cluster-admins", "other"]) {
    const wrong = connect(fileOf("impersonator"), { user: "alice", groups: [group] });
    await expect(wrong.json({ path: "/api/v1/pods" })).rejects.toMatchObject({
      code: "kube-forbidden",
      facts: { verb: "impersonate" },
    });
  }
  for (const name of ["system:admin", "system:masters", "System:Masters"]) {
    expect(() => connect(fileOf("impersonator"), { user: name, groups: [] })).toThrow("Kubernetes' own");
    expect(() => connect(fileOf("impersonator"), { user: "alice", groups: [name] })).toThrow("Kubernetes' own");
  }
});

test("the index reader lists and watches everything but secrets, and changes nothing", async () => {
  const reader = connect(fileOf("reader"));
  await reader.json({ path: "/api/v1/pods?limit=1" });
  await expect(reader.json({ path: "/api/v1/secrets" })).rejects.toMatchObject({ code: "kube-forbidden" });
  const body = { apiVersion: "v1", kind: "Namespace", metadata: { name: "x" } };
  await expect(reader.json({ method: "POST", path: "/api/v1/namespaces", body })).rejects.toMatchObject({
    code: "kube-forbidden",
  });
  const acting = connect(fileOf("reader"), { user: "alice", groups: ["craton:admin"] });
  await expect(acting.json({ path: "/api/v1/pods" })).rejects.toMatchObject({ code: "kube-forbidden" });
});

test("what the server refuses is told: exists, invalid, changed meanwhile, gone", async () => {
  const admin = connect(fileOf("admin"));
  const namespace = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  const path = "/api/v1/namespaces";
  const made = await admin.json<{ metadata: object }>({ method: "POST", path, body: namespace("craton-twice") });
  await expect(admin.json({ method: "POST", path, body: namespace("craton-twice") })).rejects.toMatchObject({
    code: "conflict",
    message: "namespaces craton-twice exists already",
  });
  await expect(admin.json({ method: "POST", path, body: namespace("Bad_Name") })).rejects.toMatchObject({
    code: "kube-invalid",
    errors: [{ path: "metadata.name" }],
  });
  const stale = { ...namespace("craton-twice"), metadata: { ...made.metadata, resourceVersion: "1" } };
  await expect(admin.json({ method: "PUT", path: `${path}/craton-twice`, body: stale })).rejects.toMatchObject({
    code: "kube-conflict",
  });
  await expect(admin.json({ path: `${path}/nowhere` })).rejects.toMatchObject({
    code: "not-found",
    facts: { what: "namespaces", value: "nowhere" },
  });
});
