/** `npm start` with the embedded Kubernetes: when it joins, how it ends, and what is said when it cannot be there. */
import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Craton, type StartOptions, startCraton } from "../support/console.ts";
import { clusterIs, clusterReady, kubectl, readClusterStatus } from "../support/embedded-cluster.ts";
import { endingOrder } from "../support/ending-order.ts";
import { freePorts } from "../support/free-ports.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** Without an agent, so that the cluster is what takes the time. */
async function start({ extra = [], ...options }: StartOptions = {}): Promise<Craton> {
  const craton = await startCraton({ cluster: true, ...options, extra: ["--no-agent", ...extra] });
  undo.push(() => craton.stop());
  return craton;
}

function folder(): string {
  const made = fs.mkdtempSync("/tmp/craton-start-");
  fs.chmodSync(made, 0o755);
  undo.push(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

const pidIn = (state: string, name: string) => Number(fs.readFileSync(path.join(state, "run", `${name}.pid`), "utf8"));
const seconds = (began: number) => `${((Date.now() - began) / 1000).toFixed(1)} s`;
const components = ["kube-scheduler", "kube-controller-manager", "kube-apiserver", "etcd"];

describe("npm start with the embedded Kubernetes", () => {
  test("joins after the console answers, ends after it, and comes back with what it held", async () => {
    const state = folder();
    let began = Date.now();
    const first = await start({ state });
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
    console.log(`first start: console after ${seconds(began)}`);
    const ready = await clusterReady(state);
    console.log(`first start: cluster after ${seconds(began)}`);
    expect(ready).toMatchObject({
      state: "ready",
      done: null,
      server: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
    });
    kubectl(state, ["create", "namespace", "kept"]);

    const names = ["console", ...components];
    const pids = new Map(names.map((name) => [pidIn(state, name), name]));
    const { order } = await endingOrder([...pids.keys()]);
    await first.stop();
    const ended = (await order).map((pid) => pids.get(pid));
    expect(ended[0]).toBe("console");
    expect(new Set(ended.slice(1, 3))).toEqual(new Set(["kube-scheduler", "kube-controller-manager"]));
    expect(ended.slice(3)).toEqual(["kube-apiserver", "etcd"]);
    expect(readClusterStatus(state)).toMatchObject({
      state: "off",
      components: components.map(() => ({ state: "stopped" })),
    });

    began = Date.now();
    await start({ state });
    await clusterReady(state);
    console.log(`second start: cluster after ${seconds(began)}`);
    expect(kubectl(state, ["get", "namespace", "kept", "-o", "name"]).trim()).toBe("namespace/kept");
  });

  test("after a SIGKILL of npm start the next one ends what was left, and nothing is lost", async () => {
    const state = folder();
    const killed = await start({ state });
    await clusterReady(state);
    kubectl(state, ["create", "namespace", "kept"]);
    const left = components.map((name) => pidIn(state, name));
    process.kill(killed.pid, "SIGKILL");
    const said: string[] = [];
    await start({ state, onLine: (line) => said.push(line) });
    // They were said before the address, for which start() waits.
    for (const [i, name] of components.entries())
      expect(said).toContain(`ends ${name} (pid ${left[i]}) that a killed start left`);
    await clusterReady(state);
    expect(kubectl(state, ["get", "namespace", "kept", "-o", "name"]).trim()).toBe("namespace/kept");
  });

  test("an uninstall after a SIGKILL ends every component and takes all files away", async () => {
    // Without a folder of the test's own, stop() uninstalls.
    const killed = await start();
    await clusterReady(killed.state);
    const pids = components.map((name) => pidIn(killed.state, name));
    process.kill(killed.pid, "SIGKILL");
    await killed.stop();
    undo.pop();
    // They have ended; whoever inherited them from the killed starter may take a moment to bury them.
    await expect.poll(() => pids.filter((pid) => fs.existsSync(`/proc/${pid}`)), { timeout: 15_000 }).toEqual([]);
    expect(fs.existsSync(killed.state)).toBe(false);
  });

  test("a taken port is told by name, the console runs, and the cluster joins when it is free", async () => {
    const port = await freePorts(5);
    const server = net.createServer().listen(port + 1, "127.0.0.1");
    await once(server, "listening");
    undo.push(() => server.close());
    const said: string[] = [];
    const craton = await start({ extra: ["--cluster-port", String(port)], onLine: (line) => said.push(line) });
    const { note } = await clusterIs(craton.state, ({ state }) => state === "failed");
    expect(note).toBe(
      `port ${port + 1} on 127.0.0.1, for the embedded Kubernetes (etcd), is taken; choose another with --cluster-port`,
    );
    expect((await fetch(`${craton.url}/healthz`)).status).toBe(200);
    await expect.poll(() => said).toContain(`the embedded Kubernetes is not there: ${note}`);
    server.close();
    await clusterIs(craton.state, ({ state }) => state === "ready");
  });

  test("without Go the console runs and says so in one line", async () => {
    const cache = folder();
    const said: string[] = [];
    // Go is hidden from this start alone: on PATH, and where its archive puts it.
    const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    const hide = 'if [ -d /usr/local/go ]; then mount -t tmpfs none /usr/local/go; fi; exec "$@"';
    const craton = await start({
      through: ["unshare", "--mount", "sh", "-c", hide, "sh"],
      env: { CRATON_CACHE: cache, PATH },
      onLine: (line) => said.push(line),
    });
    const { note } = await clusterIs(craton.state, ({ state }) => state === "no-go");
    expect(note).toMatch(
      /^the embedded Kubernetes is built with Go 1\.26 or newer, which is not on PATH; .*kubeconfig$/,
    );
    await expect
      .poll(() => said.filter((line) => line.includes("Go 1.26")))
      .toEqual([`the embedded Kubernetes is not there: ${note}`]);
    expect((await fetch(`${craton.url}/healthz`)).status).toBe(200);
    expect(() => kubectl(craton.state, ["get", "pods"])).toThrow(/was never built/);
  });

  test("without room for the build the console runs and says how much is wanted", async () => {
    const cache = folder();
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "none", cache]);
    undo.push(() => execFileSync("umount", [cache]));
    const craton = await start({ env: { CRATON_CACHE: cache } });
    const { note } = await clusterIs(craton.state, ({ state }) => state === "no-space");
    expect(note).toMatch(/wants 12\.0 GB for a while on the disk of .*, which has 0\.1 GB free$/);
    expect((await fetch(`${craton.url}/healthz`)).status).toBe(200);
  });

  test("Ctrl-C breaks a build off and leaves nothing of it", async () => {
    const cache = folder();
    const craton = await start({ state: folder(), env: { CRATON_CACHE: cache } });
    await clusterIs(craton.state, ({ state }) => state === "building");
    const lock = path.join(cache, "cluster/build.lock");
    const builder = await expect
      .poll(() => JSON.parse(fs.readFileSync(lock, "utf8")).child?.pid, { timeout: 20_000 })
      .toBeGreaterThan(1)
      .then(() => JSON.parse(fs.readFileSync(lock, "utf8")).child.pid as number);
    await craton.stop();
    expect(fs.existsSync(`/proc/${builder}`)).toBe(false);
    expect(fs.readdirSync(path.join(cache, "cluster"))).toEqual([]);
  });

  test("--no-cluster says so", async () => {
    const craton = await start({ cluster: false });
    expect(readClusterStatus(craton.state)).toMatchObject({ state: "off", note: "npm start was given --no-cluster" });
  });
});

describe("craton kubectl", () => {
  test("passes words, exit status and KUBECONFIG through", async () => {
    const craton = await start();
    await clusterReady(craton.state);
    const run = (words: string[], env: Record<string, string> = {}) =>
      spawnSync(craton.cratonPath, words, {
        encoding: "utf8",
        env: { ...process.env, KUBECONFIG: "", CRATON_STATE: craton.state, ...env },
      });
    expect(run(["kubectl", "auth", "whoami", "-o", "name"]).status).toBe(0);
    expect(run(["kubectl", "get", "pods", "--state"]).stderr).toContain("unknown flag: --state");
    expect(run(["kubectl", "get", "pods", "none"])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("NotFound"),
    });
    expect(run(["kubectl", "--help"]).stdout).toContain("kubectl controls the Kubernetes cluster manager");
    const early = run(["--state", craton.state, "kubectl", "get", "namespaces"], { CRATON_STATE: "/nowhere" });
    expect(early.stdout).toContain("kube-system");
    const reader = path.join(craton.state, "console/clusters/local/reader.kubeconfig");
    expect(run(["kubectl", "get", "secrets"], { KUBECONFIG: reader }).stderr).toContain('User "craton:index-reader"');
    expect(run(["kubectl", "get", "pods"], { CRATON_STATE: "/nowhere" })).toMatchObject({
      status: 254,
      stderr: expect.stringContaining("was never built"),
    });
  });
});
