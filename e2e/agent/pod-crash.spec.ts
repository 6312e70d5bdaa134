/** The core is killed with SIGKILL before and after each step of disk, host and event log, and a new one takes over. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { breaches, uuidD } from "../support/pod-life.ts";
import { PodLinux, podOf, sh } from "../support/pod-linux.ts";
import { admin, box, PodWorld } from "../support/pod-world.ts";

/** Kills of one run over the plain world. */
const rounds = 110;
let folder: string;
let program: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-crash-"));
  program = join(folder, "child.mjs");
  const child = join(import.meta.dirname, "../support/pod-life-child.ts");
  const banner = "import{createRequire as __c}from'node:module';const require=__c(import.meta.url);";
  execFileSync(join(import.meta.dirname, "../../node_modules/.bin/esbuild"), [
    ...[child, "--bundle", "--platform=node", "--format=esm", "--target=node24", "--log-level=error"],
    ...[`--outfile=${program}`, `--banner:js=${banner}`],
  ]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the child said until it killed itself at point `at`, and how many points it passed when it got to the end. */
function lifeUntil(wanted: object): Promise<{ said: string[]; points: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, JSON.stringify(wanted)], { stdio: ["ignore", "pipe", "pipe"] });
    let out = "";
    let errors = "";
    child.stdout.on("data", (data) => {
      out += data;
    });
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.on("close", (code, signal) => {
      const said = out.split("\n").filter((line) => line !== "");
      const points = /^points (\d+)$/.exec(said.at(-1) ?? "")?.[1];
      if (signal === "SIGKILL") resolve({ said, points: points === undefined ? null : Number(points) });
      else reject(new Error(`the child ended with ${code} ${signal}: ${errors}`));
    });
  });
}

async function inWorld(at: number): Promise<number | null> {
  const state = mkdtempSync(join(folder, "state-"));
  const { said, points } = await lifeUntil({ at, state, tree: join(state, "tree") });
  const w = await PodWorld.start(state);
  const where = `killed at point ${at} after: ${said.join(", ")}`;
  for (const { uuid, state: now } of w.pods.list()) if (now === "stopping") await w.pods.stop(uuid, {}, admin);
  const list = w.pods.list();
  expect(breaches(said, list), where).toEqual([]);
  const running = list.filter((pod) => pod.state === "running");
  expect(Object.keys(w.host.world.sandboxes).sort(), where).toEqual(running.map(({ uuid }) => uuid).sort());
  expect(new Set(w.host.world.started).size, where).toBe(w.host.world.started.length);
  const told = [...w.events.latest("pod")].filter(([, version]) => version !== null).sort();
  expect(told, where).toEqual(list.map(({ uuid, version }) => [uuid, version]).sort());

  expect((await w.pods.create(box([], { uuid: uuidD }), admin)).state, where).toBe("running");
  for (const { uuid, state: now } of w.pods.list()) {
    if (now === "running") await w.pods.stop(uuid, {}, admin);
    await w.pods.remove(uuid, admin);
  }
  expect([w.folders(), w.held(), w.host.world.alive, w.reports], where).toEqual([[], [], [], []]);
  await w.stop();
  return points;
}

it("loses nothing and leaks nothing, wherever it is killed", async () => {
  const points = await inWorld(Number.MAX_SAFE_INTEGER);
  expect(points).toBeGreaterThan(rounds);
  // Spread over the whole life, and beginning elsewhere each time, so that every point has its turn.
  const first = Math.random();
  const todo = Array.from({ length: rounds }, (_, i) => 1 + Math.floor(((i + first) * (points ?? 0)) / rounds));
  const worker = async () => {
    for (let at = todo.shift(); at !== undefined; at = todo.shift()) await inWorld(at);
  };
  await Promise.all(Array.from({ length: Math.max(2, cpus().length) }, worker));
}, 300_000);

it("loses nothing and leaks nothing on a real kernel, at a dozen points over the whole life", async () => {
  const p = await PodLinux.open();
  try {
    const round = async (at: number): Promise<number | null> => {
      let heard: Awaited<ReturnType<typeof lifeUntil>> = { said: [], points: null };
      await p.restart(async () => {
        const { state, config, lower } = p.linux;
        heard = await lifeUntil({ at, state, tree: lower[0], linux: config });
      });
      const where = `killed at point ${at} after: ${heard.said.join(", ")}`;
      for (const { uuid, state } of p.pods.list())
        if (state === "stopping") await p.pods.stop(uuid, { force: true }, admin);
      expect(breaches(heard.said, p.pods.list()), where).toEqual([]);
      const running = p.pods.list().filter(({ state }) => state === "running");
      const held = await p.linux.host.leftovers();
      expect(held.uuids, where).toEqual(running.map(({ uuid }) => uuid).sort());
      const fresh = await p.pods.create({ ...podOf(sh("main", "exit 4")), uuid: uuidD }, admin);
      expect((await p.ended(fresh.uuid)).exitCode, where).toBe(4);
      expect(await p.clear(), where).toEqual([]);
      expect(p.reports, where).toEqual([]);
      return heard.points;
    };
    const points = (await round(Number.MAX_SAFE_INTEGER)) ?? 0;
    expect(points).toBeGreaterThan(100);
    for (let i = 0; i < 12; i++) await round(5 + Math.round((i * (points - 10)) / 12));
  } finally {
    await p.close();
  }
}, 300_000);
