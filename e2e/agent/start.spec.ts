import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Craton, startCraton } from "../support/console.ts";

const root = path.resolve(import.meta.dirname, "../..");
const running: Craton[] = [];
const start = async (...options: Parameters<typeof startCraton>) => {
  const craton = await startCraton(...options);
  running.push(craton);
  return craton;
};
afterEach(async () => {
  for (const craton of running.splice(0).reverse()) await craton.stop();
});

const pidIn = (craton: Craton, name: string) => Number(fs.readFileSync(path.join(craton.state, "run", name), "utf8"));
const up = (args: string[]) =>
  spawnSync(process.execPath, [path.join(root, "bin/up.mjs"), ...args], { encoding: "utf8", timeout: 60_000 });

/** Resolves when `probe` answers true; it is asked again at each change in the run folder. */
function whenRun(craton: Craton, probe: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const watcher = fs.watch(path.join(craton.state, "run"), () => look());
    const look = () => {
      if (!isTrue(probe)) return;
      watcher.close();
      resolve();
    };
    look();
  });
}
const slow = { timeout: 30_000, interval: 200 };

function isTrue(probe: () => boolean): boolean {
  try {
    return probe();
  } catch {
    return false;
  }
}

function gone(pid: number): Promise<void> {
  const waiter: ChildProcess = spawn("tail", ["--pid", String(pid), "-s", "0.05", "-f", "/dev/null"], {
    stdio: "ignore",
  });
  return once(waiter, "exit").then(() => undefined);
}

describe("npm start", () => {
  test("prints the address and a one-time password, once", async () => {
    const craton = await start();
    expect(craton.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(craton.password.length).toBeGreaterThan(11);
    expect((await fetch(`${craton.url}/healthz`)).status).toBe(200);
    expect(pidIn(craton, "agent.pid")).toBeGreaterThan(1);
    expect(pidIn(craton, "console.pid")).toBeGreaterThan(1);
  });

  test("a second start on the same folder refuses and names the first", async () => {
    const craton = await start();
    const second = up(["--state", craton.state, "--port", "7409", "--no-install"]);
    expect(second.status).toBe(1);
    expect(second.stdout).toContain(`${craton.state} is in use by pid ${craton.pid}`);
    expect((await fetch(`${craton.url}/healthz`)).status).toBe(200);
  });

  test("a taken port is one sentence and exit 1", async () => {
    const server = net.createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as net.AddressInfo;
    const state = fs.mkdtempSync("/tmp/craton-port-");
    try {
      const result = up(["--state", state, "--port", String(port), "--no-install", "--no-agent"]);
      expect(result.status).toBe(1);
      expect(result.stdout).toContain(`port ${port} on 127.0.0.1, for the console, is taken`);
      expect(fs.existsSync(path.join(state, "run/up.json"))).toBe(false);
    } finally {
      server.close();
      fs.rmSync(state, { recursive: true, force: true });
    }
  });

  test("a state folder that is a file is one sentence and exit 1", () => {
    const result = up(["--state", path.join(root, "package.json"), "--no-install"]);
    expect(result.status).toBe(1);
    expect(result.stdout.trim().split("\n").at(-1)).toContain("package.json cannot be written");
  });

  test("a killed agent and console come back, the pod runs on under the same pid", async () => {
    const craton = await start();
    const uuid = craton.craton("run", "--detach", "--exec=/bin/sleep", "craton.local/tour", "--", "1000").trim();
    const status = () => craton.craton("status", uuid);
    const pid = /^pid=(\d+)$/m.exec(status())?.[1];
    for (const name of ["agent.pid", "console.pid"]) {
      const before = pidIn(craton, name);
      process.kill(before, "SIGKILL");
      await whenRun(craton, () => pidIn(craton, name) !== before);
    }
    await expect.poll(() => isTrue(() => status().includes("state=running")), slow).toBe(true);
    expect(/^pid=(\d+)$/m.exec(status())?.[1]).toBe(pid);
  });

  test("a killed keeper is replaced, the pod runs on, and new ones start", async () => {
    const said: string[] = [];
    const craton = await start({ onLine: (line) => said.push(line) });
    const uuid = craton.craton("run", "--detach", "--exec=/bin/sleep", "craton.local/tour", "--", "1000").trim();
    const pid = /^pid=(\d+)$/m.exec(craton.craton("status", uuid))?.[1];
    const [keeper, agent] = [pidIn(craton, "keeper.pid"), pidIn(craton, "agent.pid")];
    process.kill(keeper, "SIGKILL");
    await whenRun(craton, () => pidIn(craton, "keeper.pid") !== keeper && pidIn(craton, "agent.pid") !== agent);
    // What it answers is in no file.
    await expect.poll(() => isTrue(() => craton.craton("status", uuid).includes("state=running")), slow).toBe(true);
    expect(/^pid=(\d+)$/m.exec(craton.craton("status", uuid))?.[1]).toBe(pid);
    expect(craton.craton("run", "--exec=/bin/echo", "craton.local/tour", "--", "anew")).toContain("anew");
    expect(said.join("\n")).toContain(`the keeper (pid ${keeper}) is gone`);
  });

  test("after a SIGKILL of everything the next start takes the pods up again", async () => {
    const craton = await start();
    const uuid = craton.craton("run", "--detach", "--exec=/bin/sleep", "craton.local/tour", "--", "1000").trim();
    const pid = /^pid=(\d+)$/m.exec(craton.craton("status", uuid))?.[1];
    const killed = [craton.pid, pidIn(craton, "console.pid")];
    const orphan = pidIn(craton, "agent.pid");
    for (const one of killed) process.kill(one, "SIGKILL");
    await Promise.all(killed.map(gone));
    const again = await start({ state: craton.state, extra: craton.network });
    expect(again.password).toBe("");
    expect(pidIn(again, "agent.pid")).not.toBe(orphan);
    expect(/^pid=(\d+)$/m.exec(again.craton("status", uuid))?.[1]).toBe(pid);
  });
});
