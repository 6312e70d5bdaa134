import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { admin, box, boxes, PodWorld } from "../../e2e/support/pod-world.ts";

const uuid = "11111111-1111-4111-8111-111111111111";
const other = "22222222-2222-4222-8222-222222222222";
let w: PodWorld;
beforeEach(async () => {
  w = await PodWorld.start();
});
afterEach(() => w.stop());

const path = (rest: string) => join(w.state, "agent/pods", rest);
function edit(file: string, change: (value: Record<string, unknown>) => void): void {
  const value = JSON.parse(readFileSync(path(file), "utf8"));
  change(value);
  writeFileSync(path(file), JSON.stringify(value));
}

describe("recover, same boot", () => {
  it("takes up what runs: same pids, no event, exits are told again", async () => {
    const before = await w.pods.create(boxes([[], []], { uuid }), admin);
    const seq = w.events.last;
    await w.pods.close();
    writeFileSync(path(`run/${uuid}/.status.json.0123456789ab.tmp`), '{"ver');
    await w.restart();
    expect(existsSync(path(`run/${uuid}/.status.json.0123456789ab.tmp`))).toBe(false);
    expect(w.pods.get(uuid)).toEqual(before);
    expect(w.events.last).toBe(seq);
    w.host.exit(`${uuid}.a`, 4);
    expect(await w.until(uuid, ({ state }) => state === "exited")).toMatchObject({ exitCode: 4 });
    expect(w.host.world.started).toEqual([`${uuid}.a`, `${uuid}.b`]);
  });

  it("reads missed exits with their times, and draws the same conclusions", async () => {
    await w.pods.create(boxes([[], []], { uuid }), admin);
    await w.pods.create(box([], { uuid: other }), admin);
    await w.pods.close();
    w.host.exit(`${uuid}.a`, 0, { at: "2026-11-24T10:00:00.000Z" });
    w.host.exit(`${other}.main`, 9);
    await w.restart();
    expect(w.pods.get(uuid)).toMatchObject({
      state: "running",
      apps: [{ exitCode: 0, finishedAt: "2026-11-24T10:00:00.000Z" }, { state: "running" }],
    });
    expect(w.pods.get(other)).toMatchObject({ state: "exited", exitCode: 9, reason: "app main exited with 9" });
    expect(w.held()).toEqual([uuid, `${uuid}.a`, `${uuid}.b`].filter((id) => !id.endsWith(".a")));
  });

  it("stops the rest of a pod whose app failed meanwhile, and takes a silent end as 255", async () => {
    await w.pods.create(boxes([[], []], { uuid }), admin);
    await w.pods.close();
    w.host.exit(`${uuid}.b`, 0, { word: false });
    await w.restart();
    const pod = await w.until(uuid, ({ state }) => state === "exited");
    expect(pod.apps.map((app) => [app.exitCode, app.exitReason])).toEqual([
      [143, "stopped"],
      [255, "lost"],
    ]);
    expect(w.host.world.alive).toEqual([]);
  });

  it("undoes a start that was cut off, and never starts it again", async () => {
    const never = new Promise<void>(() => {});
    await new Promise<void>((reached) => {
      w.host.before = (method) => {
        if (method !== "startApp") return;
        reached();
        return never;
      };
      void w.pods.create(box([], { uuid }), admin);
    });
    w.host.before = () => {};
    await w.restart({ cut: true });
    expect(w.pods.get(uuid)).toMatchObject({ state: "exited", exitCode: 255, apps: [{ exitCode: 255 }] });
    expect(w.pods.get(uuid).reason).toContain("restarted");
    // Whoever lost the answer and asks again is told what became of it.
    const facts = { uuid, why: expect.stringContaining("restarted") };
    await expect(w.pods.create(box([], { uuid }), admin)).rejects.toMatchObject({ code: "pod-failed", facts });
    expect(w.held()).toEqual([]);
    const versions = (await w.told()).map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => Number(a) - Number(b)));
  });

  it("finishes a stop, within the grace that is left", async () => {
    await w.pods.create(box(["ignore-term"], { uuid }), admin);
    void w.pods.stop(uuid, { graceSeconds: 3600 }, admin);
    await w.until(uuid, ({ state }) => state === "stopping");
    await w.pods.close();
    await w.restart();
    expect(w.pods.get(uuid).state).toBe("stopping");
    expect(w.host.calls.at(-1)).not.toContain("SIGKILL");
    await w.pods.close();
    edit(`run/${uuid}/status.json`, (status) => {
      status.stop = { at: new Date(Date.now() - 60_000).toISOString(), graceSeconds: 10 };
    });
    await w.restart();
    expect(await w.until(uuid, ({ state }) => state === "exited")).toMatchObject({
      exitCode: 137,
      reason: "stopped by ada",
    });
  });

  it("finishes a removal", async () => {
    await w.pods.create(box([], { uuid }), admin);
    await w.pods.stop(uuid, {}, admin);
    w.host.before = (method) => (method === "removeTree" ? new Promise(() => {}) : undefined);
    void w.pods.remove(uuid, admin);
    while (!existsSync(path(`exited-garbage/${uuid}`))) await new Promise(setImmediate);
    w.host.before = () => {};
    await w.restart({ cut: true });
    expect([w.folders(), w.pods.list()]).toEqual([[], []]);
    expect((await w.told()).at(-1)).toMatchObject({ reason: "PodRemoved", version: null });
  });

  it("drops embryos and what was never prepared", async () => {
    await w.pods.create(box([], { uuid, start: false }), admin);
    mkdirSync(path(`embryo/${other}`));
    writeFileSync(path(`embryo/${other}/.pod.json.x.tmp`), "{");
    await w.pods.close();
    const { renameSync } = await import("node:fs");
    renameSync(path(`prepared/${uuid}`), path(`prepare/${uuid}`));
    await w.restart();
    expect([w.folders(), w.pods.list()]).toEqual([[], []]);
    expect((await w.told()).at(-1)).toMatchObject({ reason: "PodAborted", version: null });
    expect((await w.pods.create(box([], { uuid, start: false }), admin)).state).toBe("prepared");
  });

  it("tells afterwards what a kill kept from being told", async () => {
    await w.pods.create(box([], { uuid }), admin);
    await w.pods.create(box([], { uuid: other, start: false }), admin);
    const emit = w.events.emit.bind(w.events);
    w.events.emit = () => {
      throw new Error("killed");
    };
    await w.pods.stop(uuid, {}, admin);
    await w.pods.remove(other, admin);
    w.events.emit = emit;
    await w.restart({ cut: true });
    const told = (await w.told()).slice(-2);
    expect(told).toEqual([
      expect.objectContaining({ reason: "PodChanged", version: w.pods.get(uuid).version }),
      expect.objectContaining({ reason: "PodRemoved", version: null }),
    ]);
    const seq = w.events.last;
    await w.restart();
    expect(w.events.last).toBe(seq);
  });

  it("tells late what the event log could not take", async () => {
    await w.pods.create(box([], { uuid }), admin);
    const emit = w.events.emit.bind(w.events);
    w.events.emit = () => {
      throw new Error("the disk is full");
    };
    await w.pods.stop(uuid, {}, admin);
    expect(w.reports.join()).toContain("the disk is full");
    w.events.emit = emit;
    await w.pods.create(box([], { uuid: other, start: false }), admin);
    expect((await w.reasons()).slice(-2)).toEqual(["PodCreated", "PodChanged"]);
  });

  it("removes what the host holds for nobody", async () => {
    await w.pods.create(box([], { uuid }), admin);
    await w.pods.close();
    const ghost = w.host.world.apps[`${uuid}.main`];
    if (ghost) w.host.world.apps[`${other}.main`] = { ...ghost, uuid: other, init: 1, shim: 2 };
    w.host.world.sandboxes[other] = { pause: 3, ip: "10.88.0.9" };
    await w.restart();
    expect(w.held()).toEqual([uuid, `${uuid}.main`]);
  });
});

describe("recover, another boot", () => {
  it("takes every app as lost with 255, and reclaims what the host held", async () => {
    await w.pods.create(boxes([["exit=0"], []], { uuid }), admin);
    await w.until(uuid, (pod) => pod.apps[0]?.state === "exited");
    await w.pods.create(box([], { uuid: other, start: false }), admin);
    await w.pods.close();
    w.host.reboot();
    w.host.calls.length = 0;
    await w.restart();
    const pod = w.pods.get(uuid);
    expect(pod).toMatchObject({ state: "exited", exitCode: 255, reason: "the node was rebooted" });
    expect(pod.apps.map((app) => [app.exitCode, app.exitReason])).toEqual([
      [0, "exited"],
      [255, "lost"],
    ]);
    expect(w.host.calls).toEqual(expect.arrayContaining([`removeSandbox ${uuid}`, `removeApp ${uuid}.b`]));
    expect(w.pods.get(other).state).toBe("prepared");
    expect((await w.pods.start(other, admin)).state).toBe("running");
    await w.pods.remove(uuid, admin);
  });
});

describe("one bad pod", () => {
  it.each([
    ["no JSON", (file: string) => writeFileSync(file, '{"version": 1,')],
    ["zeros after a power cut", (file: string) => writeFileSync(file, Buffer.alloc(200))],
    ["another shape", (file: string) => writeFileSync(file, '{"version": 1, "rev": "x"}')],
  ])("is set aside (%s), freed and reported; the others go on", async (_, spoil) => {
    await w.pods.create(box([], { uuid }), admin);
    await w.pods.create(box([], { uuid: other }), admin);
    await w.pods.close();
    spoil(path(`run/${uuid}/status.json`));
    await w.restart();
    expect(w.folders()).toEqual([`run/${other}`, expect.stringMatching(`^broken/${uuid}\\.\\d+$`)]);
    expect(w.pods.list().map((pod) => [pod.uuid, pod.state])).toEqual([[other, "running"]]);
    expect(w.held()).toEqual([other, `${other}.main`]);
    expect((await w.told()).at(-1)).toMatchObject({ reason: "PodBroken", level: "warning", version: null });
  });

  it("of a newer version is left as it is, with all that it has", async () => {
    await w.pods.create(box([], { uuid }), admin);
    await w.pods.create(box([], { uuid: other }), admin);
    await w.pods.close();
    edit(`run/${uuid}/status.json`, (status) => {
      status.version = 2;
      status.future = true;
    });
    await w.restart();
    expect(w.pods.list().map((pod) => pod.uuid)).toEqual([other]);
    expect(w.held()).toEqual([uuid, other, `${uuid}.main`, `${other}.main`].sort());
    expect(w.file(`run/${uuid}/status.json`)).toMatchObject({ future: true });
    expect(() => w.pods.get(uuid)).toThrow(expect.objectContaining({ code: "state-newer" }));
    await expect(w.pods.create(box([], { uuid }), admin)).rejects.toMatchObject({ code: "state-newer" });
    await expect(w.pods.remove(uuid, admin)).rejects.toMatchObject({ code: "state-newer" });
    expect((await w.told()).at(-1)).toMatchObject({ reason: "PodNewer", level: "warning" });
  });

  it("and strange folders never stop a start", async () => {
    mkdirSync(path("run/not-a-uuid"));
    writeFileSync(path("prepared/file"), "");
    await w.restart();
    expect(w.reports.filter((line) => line.includes("no pod"))).toHaveLength(2);
  });

  it("a state folder of a newer format is refused whole", async () => {
    writeFileSync(join(w.state, "agent/version"), "7\n");
    await expect(w.restart()).rejects.toMatchObject({ code: "state-newer", facts: { got: 7 } });
    writeFileSync(join(w.state, "agent/version"), "1\n");
  });
});
