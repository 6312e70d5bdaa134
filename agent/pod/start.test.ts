import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { admin, box, boxes, codeOf as code, editor, PodWorld } from "../../e2e/support/pod-world.ts";
import { CratonError } from "../../lib/contract/errors.ts";

const uuid = "11111111-1111-4111-8111-111111111111";
let w: PodWorld;
beforeEach(async () => {
  w = await PodWorld.start();
});
afterEach(() => w.stop());

describe("start", () => {
  it.each(["createSandbox", "createApp", "startApp"] as const)("undoes everything when %s fails", async (method) => {
    w.host.before = (called, id) => {
      if (called === method && (method === "createSandbox" || id.endsWith(".b")))
        throw new CratonError("exec-failed", { app: "b", command: "/bin/app", why: "no such file" });
    };
    expect(await code(w.pods.create(boxes([[], [], []], { uuid }), admin))).toBe("exec-failed");
    expect(w.held()).toEqual([]);
    const pod = w.pods.get(uuid);
    expect(pod).toMatchObject({ state: "exited", exitCode: 255, pid: null, networks: [] });
    expect(pod.reason).toContain("no such file");
    expect(pod.apps.map((app) => [app.state, app.exitCode, app.exitReason])).toEqual([
      ["exited", 255, "stopped"],
      ["exited", 255, method === "createSandbox" ? "stopped" : "failed"],
      ["exited", 255, "stopped"],
    ]);
    expect((await w.told()).at(-1)).toMatchObject({ reason: "PodStartFailed", level: "warning", version: pod.version });
    if (method !== "createSandbox") {
      const lines = [];
      for await (const line of w.pods.logs(uuid, "b", { follow: true, signal: new AbortController().signal }))
        lines.push(line.text);
      expect(lines.at(-1)).toContain("no such file");
    }
    w.host.before = () => {};
    await w.pods.remove(uuid, admin);
    expect(w.folders()).toEqual([]);
  });

  it("is overtaken by a stop, which undoes it", async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    let reached = () => {};
    const there = new Promise<void>((resolve) => {
      reached = resolve;
    });
    w.host.before = (method) => {
      if (method !== "createSandbox") return;
      reached();
      return gate;
    };
    const start = code(w.pods.create(boxes([[], []], { uuid }), admin));
    await there;
    const stop = w.pods.stop(uuid, {}, editor);
    go();
    expect(await start).toBe("pod-failed");
    expect(await stop).toMatchObject({ state: "exited", reason: "stopped by eve while it started" });
    expect([w.host.world.started, w.held()]).toEqual([[], []]);
  });

  it("names the pod that has the port", async () => {
    const port = (hostPort: number, hostIP?: string) => ({
      ports: [{ name: "web", hostPort, ...(hostIP && { hostIP }) }],
    });
    await w.pods.create(box([], { uuid, ...port(8080) }), admin);
    const other = "22222222-2222-4222-8222-222222222222";
    const failed = await w.pods.create(box([], { uuid: other, ...port(8080, "127.0.0.1") }), admin).catch((e) => e);
    expect(failed).toMatchObject({ code: "port-taken" });
    expect(failed.message).toContain(uuid);
    expect(w.folders()).toEqual([`run/${uuid}`]);
    const twins = await Promise.allSettled([1, 2, 3].map(() => w.pods.create(box([], port(8081)), admin)));
    expect(twins.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await w.pods.stop(uuid, {}, admin);
    const third = await w.pods.create(box([], { ...port(8080), start: false }), admin);
    expect((await w.pods.start(third.uuid, admin)).state).toBe("running");
  });
});

describe("exits", () => {
  it("a clean exit leaves the others, the last one ends the pod", async () => {
    await w.pods.create(boxes([[], []], { uuid }), admin);
    w.host.exit(`${uuid}.a`, 0, { at: "2026-11-24T12:00:00.123+02:00" });
    const half = await w.until(uuid, (pod) => pod.apps[0]?.state === "exited");
    expect(half).toMatchObject({ state: "running", exitCode: null, reason: null });
    expect(half.apps[0]).toMatchObject({ exitCode: 0, exitReason: "exited", finishedAt: "2026-11-24T10:00:00.123Z" });
    w.host.exit(`${uuid}.b`, 0);
    const pod = await w.until(uuid, ({ state }) => state === "exited");
    expect(pod).toMatchObject({ exitCode: 0, reason: null, pid: null, networks: [] });
    expect(w.held()).toEqual([]);
    expect(await w.reasons()).toEqual(["PodCreated", "PodStarted", "AppExited", "AppExited", "PodStopped"]);
  });

  it("the first app that fails stops the pod and gives it its code", async () => {
    await w.pods.create(boxes([[], [], []], { uuid }), admin);
    w.host.exit(`${uuid}.b`, 3);
    const pod = await w.until(uuid, ({ state }) => state === "exited");
    expect(pod).toMatchObject({ exitCode: 3, reason: "app b exited with 3" });
    expect(pod.apps.map((app) => [app.exitCode, app.exitReason])).toEqual([
      [143, "stopped"],
      [3, "exited"],
      [143, "stopped"],
    ]);
    expect(w.held()).toEqual([]);
  });

  it.each([
    ["oom", { oom: true }, 137, "oom", "memory"],
    ["no word from the shim", { word: false }, 255, "lost", "lost"],
  ])("tells %s", async (_, how, exitCode, exitReason, words) => {
    await w.pods.create(box([], { uuid }), admin);
    w.host.exit(`${uuid}.main`, 137, how);
    const pod = await w.until(uuid, ({ state }) => state === "exited");
    expect(pod).toMatchObject({ exitCode, apps: [{ exitCode, exitReason }] });
    expect(pod.reason).toContain(words);
    expect(w.host.world.alive).toEqual([]);
  });

  it("ends right away when the app does", async () => {
    await w.pods.create(box(["exit=7"], { uuid }), admin);
    expect(await w.until(uuid, ({ state }) => state === "exited")).toMatchObject({ exitCode: 7 });
  });

  it("stops the pod when its pause process is gone", async () => {
    await w.pods.create(box([], { uuid }), admin);
    w.host.end(w.host.world.sandboxes[uuid]?.pause ?? 0);
    const pod = await w.until(uuid, ({ state }) => state === "exited");
    expect(pod.reason).toContain("pause process");
  });
});
