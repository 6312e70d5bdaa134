import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { admin, box, boxes, editor, imageId, PodWorld, viewer } from "../../e2e/support/pod-world.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import { pod as podSchema } from "../../lib/contract/pod.ts";
import { type Disk, disk } from "../disk.ts";

const uuid = "11111111-1111-4111-8111-111111111111";
let w: PodWorld;
let shared: string;
beforeEach(async () => {
  w = await PodWorld.start();
  shared = mkdtempSync(join(tmpdir(), "craton-shared-"));
});
afterEach(async () => {
  await w.stop();
  rmSync(shared, { recursive: true });
});
const code = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return "none";
  } catch (error) {
    return error instanceof CratonError ? error.code : String(error);
  }
};

describe("create", () => {
  it("runs a pod and shows it as the contract says", async () => {
    const pod = await w.pods.create(box([], { uuid, name: "web", annotations: [{ name: "a", value: "b" }] }), admin);
    expect(podSchema.parse(pod)).toEqual(pod);
    expect(pod).toMatchObject({
      ...{ uuid, name: "web", node: "node-a", state: "running", createdBy: "ada", exitCode: null },
      networks: [{ name: "default", ip: "10.88.0.2" }],
    });
    expect(pod.apps[0]).toMatchObject({ name: "main", state: "running", command: ["/bin/app"], user: "0" });
    expect(pod.pid).toBe(w.host.world.sandboxes[uuid]?.pause);
    expect(pod.apps[0]?.pid).toBe(w.host.world.apps[`${uuid}.main`]?.init);
    expect(w.folders()).toEqual([`run/${uuid}`]);
    expect(await w.reasons()).toEqual(["PodCreated", "PodStarted"]);
    expect(w.pods.list()).toEqual([pod]);
    expect(w.pods.manifest(uuid)).toMatchObject({ acKind: "PodManifest", apps: [{ name: "main" }] });
  });

  it("answers the pod that exists when it is asked again, also while the first is under way", async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    w.host.before = (method) => (method === "createSandbox" ? gate : undefined);
    const [first, second] = [w.pods.create(box([], { uuid }), admin), w.pods.create(box([], { uuid }), admin)];
    expect(await code(w.pods.create(box(["other"], { uuid }), admin))).toBe("conflict");
    go();
    expect(await first).toBe(await second);
    expect(await w.pods.create(box([], { uuid }), editor)).toBe(await first);
    expect(w.host.world.started).toEqual([`${uuid}.main`]);
    expect(await code(w.pods.create(box([], { uuid, start: false }), admin))).toBe("conflict");
    await w.restart();
    expect((await w.pods.create(box([], { uuid }), admin)).state).toBe("running");
    expect(await code(w.pods.create(box(["other"], { uuid }), admin))).toBe("conflict");
  });

  it("gives both callers of a failing creation the same error, and leaves nothing", async () => {
    w.host.before = (method) => {
      if (method === "volumeSource")
        throw new CratonError("volume-source", { volume: "data", source: "/x", why: "no" });
    };
    const request = box([], { uuid, volumes: [{ name: "data", kind: "host", source: shared }] });
    const both = await Promise.allSettled([w.pods.create(request, admin), w.pods.create(request, admin)]);
    expect(both.map((one) => one.status === "rejected" && one.reason.code)).toEqual(["volume-source", "volume-source"]);
    expect([w.folders(), w.held(), await w.reasons()]).toEqual([[], [], []]);
  });

  it("stops at prepared when it is told to, and starts later", async () => {
    const pod = await w.pods.create(box([], { uuid, start: false }), admin);
    expect(pod).toMatchObject({ state: "prepared", pid: null, networks: [] });
    expect([w.folders(), w.held()]).toEqual([[`prepared/${uuid}`], []]);
    expect(await code(w.pods.stop(uuid, {}, admin))).toBe("pod-state");
    const running = await w.pods.start(uuid, admin);
    expect(running.state).toBe("running");
    expect(running.version).toBeGreaterThan(pod.version);
    expect(await code(w.pods.start(uuid, admin))).toBe("pod-state");
  });

  it("makes empty volumes with their mode and owner, once", async () => {
    const volumes = [{ name: "data", kind: "empty" as const, mode: "1770", uid: 12, gid: 34 }];
    await w.pods.create(box([], { uuid, volumes, start: false }), admin);
    const path = join(w.state, "agent/pods/prepared", uuid, "volumes/data");
    const { mode, uid, gid } = statSync(path);
    expect([mode & 0o7777, uid, gid]).toEqual([0o1770, 12, 34]);
    writeFileSync(join(path, "kept"), "");
    await w.pods.start(uuid, admin);
    statSync(join(w.state, "agent/pods/run", uuid, "volumes/data/kept"));
  });

  it.each([
    ["a host path", () => box([], { volumes: [{ name: "data", kind: "host", source: shared }] })],
    ["the host's network", () => box([], { net: "host" })],
    ["an added capability", () => ({ apps: [{ image: "box", capsRetain: ["CAP_SYS_ADMIN"] }] })],
  ])("asks for the administrator's right to %s", async (_, make) => {
    const request = make();
    expect(await code(w.pods.create(request, editor))).toBe("forbidden");
    expect(await code(w.pods.plan(request, editor))).toBe("forbidden");
    expect(await code(w.pods.plan(request, admin))).toBe("none");
    expect(w.folders()).toEqual([]);
  });

  it("lets nobody who may only read change anything", async () => {
    await w.pods.create(box([], { uuid }), editor);
    const verbs = [
      w.pods.create(box(), viewer),
      w.pods.start(uuid, viewer),
      w.pods.stop(uuid, {}, viewer),
      w.pods.remove(uuid, viewer),
      w.pods.exec(uuid, "main", { command: ["sh"], tty: null }, viewer),
      w.pods.attach(uuid, "main", viewer),
    ];
    expect(await Promise.all(verbs.map(code))).toEqual(Array(6).fill("forbidden"));
    expect(w.pods.get(uuid).state).toBe("running");
  });

  it("never mounts the state folder, whoever asks", async () => {
    for (const source of [w.state, join(w.state, "agent"), join(w.state, "..")])
      expect(await code(w.pods.create(box([], { volumes: [{ name: "data", kind: "host", source }] }), admin))).toBe(
        "volume-source",
      );
  });

  it("passes on what the planner finds", async () => {
    expect(await code(w.pods.create({ apps: [{ image: "none" }] }, admin))).toBe("image-not-found");
    expect(await code(w.pods.create({ apps: [{ image: "box", user: "nobody-here" }] }, admin))).toBe("user-unresolved");
    expect(await code(w.pods.create({ manifest: {} }, admin))).toBe("bad-manifest");
    expect(w.folders()).toEqual([]);
  });

  it("leaves nothing when the disk is full, and the retry works", async () => {
    w.pods = w.core({ disk: fullDisk(() => full) });
    let full = true;
    await w.pods.recover();
    expect(await code(w.pods.create(box([], { uuid }), admin))).toBe("no-space");
    expect([w.folders(), w.held()]).toEqual([[], []]);
    full = false;
    expect((await w.pods.create(box([], { uuid }), admin)).state).toBe("running");
  });

  it("shows an exit that cannot be saved, and reads it again after a restart", async () => {
    let full = false;
    w.pods = w.core({ disk: fullDisk(() => full) });
    await w.pods.recover();
    await w.pods.create(box([], { uuid }), admin);
    full = true;
    w.host.exit(`${uuid}.main`, 3);
    expect(await w.until(uuid, ({ state }) => state === "exited")).toMatchObject({ exitCode: 3 });
    expect(w.reports.join()).toContain("no space");
    expect(w.file(`run/${uuid}/status.json`)).toMatchObject({ state: "running" });
    await w.restart();
    expect(w.pods.get(uuid)).toMatchObject({ state: "exited", exitCode: 3 });
    expect(w.held()).toEqual([]);
  });
});

/** No status.json can be written while `full` says so. */
function fullDisk(full: () => boolean): Disk {
  return {
    ...disk,
    writeDurable: async (path, data, options) => {
      if (full() && path.endsWith("status.json")) throw new CratonError("no-space", { path });
      return disk.writeDurable(path, data, options);
    },
  };
}

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

describe("stop and remove", () => {
  it("stops with SIGTERM and waits for the end", async () => {
    await w.pods.create(box([], { uuid }), admin);
    const pod = await w.pods.stop(uuid, {}, editor);
    expect(pod).toMatchObject({ state: "exited", exitCode: 143, reason: "stopped by eve" });
    expect(pod.apps[0]).toMatchObject({ exitReason: "stopped" });
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
