/** The control plane of `npm start`: what runs, in which order it ends, and what mends it. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clusterUsers } from "../../bin/up/cluster/users.mjs";
import { findUser } from "../../bin/up/system-user.mjs";
import { type ComponentName, startControlPlane, type TestControlPlane } from "../support/control-plane.ts";
import { endingOrder } from "../support/ending-order.ts";
import { signShort } from "../support/short-certificate.ts";

let cluster: TestControlPlane;
const said: string[] = [];
const names: ComponentName[] = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];

beforeAll(async () => {
  const began = Date.now();
  cluster = await startControlPlane({ tell: (line) => said.push(line) });
  console.log(`control plane ready after ${((Date.now() - began) / 1000).toFixed(1)} s`);
});
afterAll(() => cluster?.stop());

const fact = (name: ComponentName) => cluster.plane.facts().find((one) => one.name === name);

test("components carry their true version", () => {
  const binary = path.join(cluster.folder, "cluster/bin/cluster");
  const wanted = /kubernetes (v\S+)$/m.exec(fs.readFileSync("cluster/go.mod", "utf8"))?.[1] ?? "";
  const etcd = /etcd\/server\/v3 v(\S+)$/m.exec(fs.readFileSync("cluster/go.mod", "utf8"))?.[1];
  for (const name of ["kube-apiserver", "kube-controller-manager", "kube-scheduler"])
    expect(execFileSync(binary, [name, "--version"], { encoding: "utf8" }).trim()).toBe(`Kubernetes ${wanted}`);
  expect(execFileSync(binary, ["etcd", "--version"], { encoding: "utf8" })).toContain(`etcd Version: ${etcd}`);
  expect(JSON.parse(cluster.kubectl("get", "--raw", "/version")).gitVersion).toBe(wanted);
});

test("each part runs as its own user and reads nobody else's keys", () => {
  const users = names.map((name) => {
    const { uid } = fs.statSync(`/proc/${fact(name)?.pid}`);
    return Object.values(clusterUsers).find((user) => findUser(user)?.uid === uid);
  });
  expect(users).toEqual(["craton-etcd", "craton-apiserver", "craton-controllers", "craton-controllers"]);
  for (const [user, file] of [
    ["craton-etcd", "apiserver/service-account.key"],
    ["craton-apiserver", "etcd/server/server.key"],
    ["craton-controllers", "admin/admin.kubeconfig"],
    ["craton-etcd", "ca/cluster/ca.key"],
  ] as const) {
    const read = () =>
      execFileSync(
        "setpriv",
        [`--reuid=${user}`, "--clear-groups", "cat", path.join(cluster.folder, "cluster", file)],
        {
          stdio: "pipe",
        },
      );
    expect(read, `${user} ${file}`).toThrow(/Permission denied/);
  }
});

test("all ports are on loopback, and only health paths answer without a certificate", async () => {
  const { ports } = cluster.plane.plan;
  const listening = fs
    .readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state === "0A")
    .map(([, local = ""]) => local.split(":"))
    .map(([address = "", port = ""]) => ({ address, port: Number.parseInt(port, 16) }));
  for (const port of Object.values(ports))
    expect(listening.filter((one) => one.port === port)).toEqual([{ address: "0100007F", port }]);
  const v6 = fs.readFileSync("/proc/net/tcp6", "utf8");
  for (const port of Object.values(ports))
    expect(v6).not.toContain(
      `:${port.toString(16).toUpperCase().padStart(4, "0")} 00000000000000000000000000000000:0000 0A`,
    );
  const status = (port: number, at: string) =>
    execFileSync(
      "curl",
      ["-sk", "-m", "5", "-o", "/dev/null", "-w", "%{http_code}", `https://127.0.0.1:${port}${at}`],
      {
        encoding: "utf8",
      },
    );
  expect(status(ports.apiserver, "/readyz")).toBe("200");
  for (const at of ["/api", "/version", "/metrics", "/openapi/v2", "/debug/pprof/"])
    expect(status(ports.apiserver, at), at).toBe("401");
  // Not even the administrator gets a profile.
  expect(() => cluster.kubectl("get", "--raw", "/debug/pprof/")).toThrow(/NotFound/);
  for (const port of [ports.controllerManager, ports.scheduler]) {
    expect(status(port, "/healthz")).toBe("200");
    expect(status(port, "/metrics")).not.toBe("200");
    expect(status(port, "/debug/pprof/")).not.toBe("200");
  }
  for (const port of [ports.etcd, ports.etcdPeer]) expect(() => status(port, "/health")).toThrow();
});

test("what people do is in the audit log, without its content", () => {
  cluster.kubectl("create", "secret", "generic", "audited", "--from-literal=word=open-sesame-4711");
  const log = fs.readFileSync(path.join(cluster.folder, "cluster/apiserver/audit/audit.log"), "utf8");
  const entry = log.split("\n").find((line) => line.includes('"name":"audited"') && line.includes('"verb":"create"'));
  expect(entry).toContain('"username":"craton:admin"');
  expect(log).not.toContain("open-sesame");
  expect(log).not.toContain(Buffer.from("open-sesame-4711").toString("base64"));
});

test.each(names)("%s is started again after a kill, and nothing is lost", async (name) => {
  cluster.kubectl("create", "configmap", `before-${name}`);
  const before = fact(name);
  const again = cluster.becomes(
    name,
    ({ state, restarts }) => state === "running" && restarts > (before?.restarts ?? 0),
  );
  cluster.kill(name, "SIGKILL");
  await again;
  expect(fact(name)).toMatchObject({ state: "running", why: "SIGKILL" });
  expect(fact(name)?.pid).not.toBe(before?.pid);
  await cluster.becomes("kube-apiserver", ({ state }) => state === "running");
  expect(cluster.kubectl("get", "configmap", `before-${name}`, "-o", "name")).toContain(`before-${name}`);
  expect(said.some((line) => line.startsWith(`${name} ended (SIGKILL), starts again`))).toBe(true);
});

test("a certificate near its end is made anew while all runs, and its component alone starts again", async () => {
  const folder = path.join(cluster.folder, "cluster/apiserver/server");
  expect(await cluster.plane.renew()).toEqual([]);
  signShort(path.join(cluster.folder, "cluster/ca/cluster"), path.join(folder, "server"), {
    cn: "kube-apiserver",
    days: 20,
  });
  const short = fs.readFileSync(path.join(folder, "server.crt"), "utf8");
  const before = Object.fromEntries(cluster.plane.facts().map(({ name, pid }) => [name, pid]));
  const again = cluster.becomes(
    "kube-apiserver",
    ({ state, pid }) => state === "running" && pid !== before["kube-apiserver"],
  );
  expect(await cluster.plane.renew()).toEqual(["kube-apiserver"]);
  await again;
  expect(fs.readFileSync(path.join(folder, "server.crt"), "utf8")).not.toBe(short);
  expect(fact("etcd")?.pid).toBe(before.etcd);
  expect(cluster.kubectl("get", "--raw", "/readyz")).toBe("ok");
});

test("the reader's certificate near its end is made anew, and with it the console's kubeconfig", async () => {
  const identities = path.join(cluster.folder, "cluster/identities/reader");
  const before = fs.readFileSync(cluster.kubeconfigs.reader, "utf8");
  signShort(path.join(cluster.folder, "cluster/ca/cluster"), identities, { cn: "craton:index-reader", days: 20 });
  expect(await cluster.plane.renew()).toEqual([]);
  expect(fs.readFileSync(cluster.kubeconfigs.reader, "utf8")).not.toBe(before);
  expect(cluster.kubectl("get", "namespaces", "--kubeconfig", cluster.kubeconfigs.reader)).toContain("kube-system");
});

test("ends scheduler and controllers first, then the apiserver, then etcd, with a watch open all the while", async () => {
  const pids = new Map(cluster.plane.facts().map(({ name, pid }) => [pid ?? 0, name]));
  const { ports } = cluster.plane.plan;
  const watch = cluster.watch("configmaps");
  await watch.began;
  const { order } = await endingOrder([...pids.keys()]);
  await cluster.plane.stop();
  const ended = (await order).map((pid) => pids.get(pid));
  expect(new Set(ended.slice(0, 2))).toEqual(new Set(["kube-scheduler", "kube-controller-manager"]));
  expect(ended.slice(2)).toEqual(["kube-apiserver", "etcd"]);
  expect(fact("kube-apiserver")?.why).toBe("exit code 0");
  watch.end();
  for (const port of Object.values(ports)) await expect(connects(port), `port ${port}`).resolves.toBe(false);
});

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
