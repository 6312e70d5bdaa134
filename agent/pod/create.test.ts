import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { admin, box, codeOf as code, editor, PodWorld, viewer } from "../../e2e/support/pod-world.ts";
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

  it.each([
    ["a host path", () => box([], { uuid, volumes: [{ name: "data", kind: "host", source: shared }] })],
    ["the host's network", () => box([], { uuid, net: "host" })],
    ["an added capability", () => ({ uuid, apps: [{ image: "box", name: "main", capsRetain: ["CAP_SYS_ADMIN"] }] })],
  ])("lets only those into a pod with %s who may give it", async (_, make) => {
    await w.pods.create(make(), admin);
    const options = { command: ["sh", "0"], tty: null };
    expect(await code(w.pods.exec(uuid, "main", options, editor))).toBe("forbidden");
    expect(await code(w.pods.attach(uuid, "main", editor))).toBe("forbidden");
    expect(await code(w.pods.exec(uuid, "main", options, admin))).toBe("none");
    expect(await code(w.pods.attach(uuid, "main", admin))).toBe("none");
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
