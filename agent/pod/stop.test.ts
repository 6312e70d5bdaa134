import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { admin, box, boxes, codeOf as code, editor, imageId, PodWorld } from "../../e2e/support/pod-world.ts";

const uuid = "11111111-1111-4111-8111-111111111111";
let w: PodWorld;
beforeEach(async () => {
  w = await PodWorld.start();
});
afterEach(() => w.stop());

describe("stop and remove", () => {
  it("stops with SIGTERM and waits for the end", async () => {
    await w.pods.create(box([], { uuid }), admin);
    const pod = await w.pods.stop(uuid, {}, editor);
    expect(pod).toMatchObject({ state: "exited", exitCode: 143, reason: "stopped by eve" });
    expect(pod.apps[0]).toMatchObject({ exitReason: "stopped" });
    expect((await w.told()).at(-1)).toMatchObject({ reason: "PodStopped", level: "normal" });
    expect(await w.reasons()).toEqual(["PodCreated", "PodStarted", "PodStopping", "AppExited", "PodStopped"]);
    expect(await w.pods.stop(uuid, {}, editor)).toBe(pod);
  });

  it("kills after the grace, and at once with force", async () => {
    await w.pods.create(box(["ignore-term"], { uuid }), admin);
    const slow = w.pods.stop(uuid, { graceSeconds: 3600 }, admin);
    await w.until(uuid, ({ state }) => state === "stopping");
    const quick = w.pods.stop(uuid, { force: true }, admin);
    expect((await Promise.all([slow, quick])).map((pod) => pod.exitCode)).toEqual([137, 137]);
    const again = await w.pods.create(box(["ignore-term"]), admin);
    const began = performance.now();
    expect((await w.pods.stop(again.uuid, { graceSeconds: 0.05 }, admin)).exitCode).toBe(137);
    expect(performance.now() - began).toBeGreaterThan(45);
  });

  it("removes what was made, once and again", async () => {
    await w.pods.create(box([], { uuid }), admin);
    expect(await code(w.pods.remove(uuid, admin))).toBe("pod-state");
    await w.pods.stop(uuid, {}, admin);
    await Promise.all([w.pods.remove(uuid, admin), w.pods.remove(uuid, admin)]);
    await w.pods.remove(uuid, admin);
    expect([w.folders(), w.held(), w.pods.list()]).toEqual([[], [], []]);
    expect(await code(w.pods.remove("33333333-3333-4333-8333-333333333333", admin))).toBe("pod-not-found");
    expect((await w.told()).at(-1)).toMatchObject({ reason: "PodRemoved", version: null });
    const prepared = await w.pods.create(box([], { start: false }), admin);
    await w.pods.remove(prepared.uuid, admin);
    expect(w.folders()).toEqual([]);
  });

  it("goes on with a removal that failed half way", async () => {
    await w.pods.create(box([], { uuid }), admin);
    await w.pods.stop(uuid, {}, admin);
    w.host.before = (method) => {
      if (method === "removeTree") throw new Error("EBUSY");
    };
    expect(await code(w.pods.remove(uuid, admin))).toBe("pod-failed");
    expect(w.pods.get(uuid).state).toBe("removing");
    w.host.before = () => {};
    await w.pods.remove(uuid, admin);
    expect(w.folders()).toEqual([]);
  });

  it("cleans up at removal what could not be cleaned at the end", async () => {
    await w.pods.create(box([], { uuid }), admin);
    w.host.before = (method) => {
      if (method === "removeSandbox") throw new Error("the network is busy");
    };
    expect((await w.pods.stop(uuid, {}, admin)).state).toBe("exited");
    expect(w.held()).toEqual([uuid]);
    expect(w.reports.join()).toContain("the network is busy");
    expect(await code(w.pods.remove(uuid, admin))).toBe("pod-failed");
    w.host.before = () => {};
    await w.pods.remove(uuid, admin);
    expect([w.folders(), w.held()]).toEqual([[], []]);
  });

  it("runs many verbs of many pods at once", async () => {
    const one = async () => {
      const { uuid: id } = await w.pods.create(boxes([[], []]), admin);
      await Promise.all([w.pods.stop(id, {}, admin), w.pods.stop(id, { force: true }, admin)]);
      await w.pods.remove(id, admin);
    };
    await Promise.all(Array.from({ length: 20 }, one));
    expect([w.folders(), w.held(), w.reports]).toEqual([[], [], []]);
  });
});

describe("exec, names and images", () => {
  it("runs programs in running apps only, and tells who", async () => {
    await w.pods.create(boxes([["exit=0"], []], { uuid }), admin);
    await w.until(uuid, (pod) => pod.apps[0]?.state === "exited");
    const options = { command: ["sh", "5"], tty: null };
    expect(await code(w.pods.exec(uuid, "a", options, editor))).toBe("app-state");
    expect(await code(w.pods.exec(uuid, "none", options, editor))).toBe("app-not-found");
    expect(await code(w.pods.exec(uuid, "b", { command: [], tty: null }, editor))).toBe("bad-request");
    expect(await code(w.pods.exec(uuid, "b", { ...options, env: ["=x"] }, editor))).toBe("bad-request");
    const stdio = await w.pods.exec(uuid, "b", { ...options, env: ["A=secret"] }, editor);
    expect(await stdio.exit).toEqual({ code: 5 });
    await w.pods.attach(uuid, "b", editor);
    await new Promise(setImmediate);
    const told = (await w.told()).slice(-4).map(({ reason, message }) => `${reason}: ${message}`);
    expect(told).toEqual([
      "ExecStarted: eve opened sh in app b",
      "ExecEnded: sh in app b ended with 5",
      "AttachStarted: eve opened the stdio of app b",
      "AttachEnded: the stdio of app b was closed",
    ]);
    await w.pods.stop(uuid, {}, admin);
    expect(await code(w.pods.exec(uuid, "b", options, editor))).toBe("pod-state");
  });

  it("finds pods by unique beginnings", async () => {
    await w.pods.create(box([], { uuid: "aaaaaaaa-1111-4111-8111-111111111111" }), admin);
    await w.pods.create(box([], { uuid: "aaaabbbb-1111-4111-8111-111111111111" }), admin);
    expect(w.pods.get("aaaab").uuid).toMatch(/^aaaabbbb/);
    expect(() => w.pods.get("aaaa")).toThrow(expect.objectContaining({ code: "ambiguous-id" }));
    for (const id of ["b", "", "../x"])
      expect(() => w.pods.get(id)).toThrow(expect.objectContaining({ code: "pod-not-found" }));
  });

  it("holds an image until its pods have ended", async () => {
    await w.pods.create(box([], { uuid }), admin);
    expect(w.pods.using(imageId)).toEqual([uuid]);
    expect(w.pods.using("sha512-other")).toEqual([]);
    await w.pods.stop(uuid, {}, admin);
    expect(w.pods.using(imageId)).toEqual([]);
  });
});
