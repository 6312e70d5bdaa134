import { readFileSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ProcessRef } from "../../agent/host/host.ts";
import { PodLinux, podOf, sh } from "../support/pod-linux.ts";
import { admin } from "../support/pod-world.ts";

let p: PodLinux;
beforeAll(async () => {
  p = await PodLinux.open();
});
afterAll(() => p.close());

const refs = (uuid: string) => {
  const status = JSON.parse(readFileSync(join(p.linux.state, "agent/pods/run", uuid, "status.json"), "utf8"));
  return status as { pause: ProcessRef; apps: { main: { init: ProcessRef; shim: ProcessRef } } };
};

describe("a pod on a real kernel", () => {
  it("runs two apps that share network and host name, and is entered, stopped and removed", async () => {
    const pod = await p.pods.create(
      {
        apps: [
          sh("web", "echo up; echo trouble >&2; while :; do hostname | nc -l -p 8000; done"),
          sh("side", "trap 'exit 0' TERM; echo ready; while :; do sleep 1 & wait; done"),
        ],
        hostname: "twins",
        net: "default",
      },
      admin,
    );
    expect(pod).toMatchObject({ state: "running", hostname: "twins", networks: [{ interface: "eth0" }] });
    await p.said(pod.uuid, "web", "up");
    await p.said(pod.uuid, "side", "ready");
    const ask = "until nc 127.0.0.1 8000 </dev/null 2>/dev/null; do sleep 0.02; done; exit 7";
    const entered = await p.run(pod.uuid, "side", ["sh", "-c", ask]);
    expect(entered).toEqual({ code: 7, out: "twins\n" });
    expect((await p.run(pod.uuid, "side", ["ip", "-4", "addr"])).out).toContain(pod.networks[0]?.ip);
    const usage = (await p.pods.usage()).pods.find((one) => one.uuid === pod.uuid);
    expect(usage?.apps.web?.memory).toBeGreaterThan(0);
    expect(usage?.pod.pids).toBeGreaterThanOrEqual(3);

    const stopped = await p.pods.stop(pod.uuid, {}, admin);
    expect(stopped.apps.map(({ name, exitCode, exitReason }) => [name, exitCode, exitReason])).toEqual([
      ["web", 143, "stopped"],
      ["side", 0, "stopped"],
    ]);
    expect(await p.linux.host.leftovers()).toEqual({ uuids: [], apps: [] });
    expect(await p.lines(pod.uuid, "web")).toEqual(["up", "trouble"]);
    await p.pods.remove(pod.uuid, admin);
    await expect(stat(join(p.linux.state, "agent/pods/exited-garbage", pod.uuid))).rejects.toThrow("ENOENT");
  });

  it("gives the pod the code of the first app that fails, and stops the others", async () => {
    const stubborn = sh("stubborn", "trap '' TERM; echo ready; while :; do sleep 1 & wait; done");
    const pod = await p.pods.create(podOf(sh("ok", "exit 0"), sh("bad", "sleep 0.2; exit 42"), stubborn), admin);
    await p.until(pod.uuid, ({ state }) => state === "stopping");
    const ended = await p.pods.stop(pod.uuid, { force: true }, admin);
    expect(ended).toMatchObject({ state: "exited", exitCode: 42, reason: "app bad exited with 42" });
    expect(ended.apps.map(({ exitCode }) => exitCode)).toEqual([0, 42, 137]);
  });

  it("tells an app that ran out of memory", async () => {
    const hungry = sh("hungry", "dd if=/dev/zero of=/dev/null bs=100M count=1; exit 9", { memory: "16Mi" });
    const direct = sh("main", "exec dd if=/dev/zero of=/dev/null bs=100M count=1", { memory: "16Mi" });
    const pods = await Promise.all([hungry, direct].map((app) => p.pods.create(podOf(app), admin)));
    const ended = await p.ended(pods[1]?.uuid ?? "");
    expect(ended).toMatchObject({ exitCode: 137, apps: [{ exitReason: "oom" }] });
    expect(ended.reason).toContain("memory");
    expect(await p.ended(pods[0]?.uuid ?? "")).toMatchObject({ exitCode: 9, apps: [{ exitReason: "exited" }] });
  });

  it("shares empty volumes with their owner and mode, and mounts host paths read only", async () => {
    const shared = await mkdtemp(join(tmpdir(), "craton-volume-"));
    try {
      await writeFile(join(shared, "hello"), "from the host\n");
      const mounts = [
        { volume: "scratch", path: "/scratch" },
        { volume: "host", path: "/host" },
      ];
      const first = sh("first", "stat -c '%a %u:%g' /scratch; echo note > /scratch/note; cat /host/hello", { mounts });
      const second = sh("second", "echo x > /host/y || echo refused; until cat /scratch/note; do sleep 0.05; done", {
        mounts,
      });
      const pod = await p.pods.create(
        {
          ...podOf(first, second),
          volumes: [
            { name: "scratch", kind: "empty", mode: "1777", uid: 12, gid: 34 },
            { name: "host", kind: "host", source: shared, readOnly: true },
          ],
        },
        admin,
      );
      expect(await p.ended(pod.uuid)).toMatchObject({ exitCode: 0 });
      expect(await p.lines(pod.uuid, "first")).toEqual(["1777 12:34", "from the host"]);
      const lines = await p.lines(pod.uuid, "second");
      expect(lines).toContain("refused");
      expect(lines).toContain("note");
    } finally {
      await rm(shared, { recursive: true });
    }
  });

  it("keeps what an app wrote in its root until the pod is removed", async () => {
    const make = "mkdir -p /made/deep; echo mine > /made/deep/file; chmod 4755 /made/deep/file";
    const pod = await p.pods.create(podOf(sh("main", make)), admin);
    const folder = join(p.linux.state, "agent/pods/run", pod.uuid);
    const upper = join(folder, "apps/main/upper");
    expect(await p.ended(pod.uuid)).toMatchObject({ exitCode: 0 });
    expect(await readFile(join(upper, "made/deep/file"), "utf8")).toBe("mine\n");
    await p.restart();
    expect(await readFile(join(upper, "made/deep/file"), "utf8")).toBe("mine\n");
    await p.pods.remove(pod.uuid, admin);
    await expect(stat(folder)).rejects.toThrow("ENOENT");
    expect(await readdir(join(p.linux.state, "agent/pods/exited-garbage"))).toEqual([]);
  });

  it("undoes a start that fails, says why, and keeps the words in the log", async () => {
    const request = podOf(sh("fine", "sleep 1000"), { image: "box", name: "missing", exec: ["/bin/nope"] });
    const failed = await p.pods
      .create({ ...request, uuid: "aaaaaaaa-0000-4000-8000-000000000001" }, admin)
      .catch((e) => e);
    expect(failed).toMatchObject({ code: "exec-failed" });
    const pod = p.pods.get("aaaaaaaa-0000-4000-8000-000000000001");
    expect(pod).toMatchObject({ state: "exited", exitCode: 255 });
    expect(pod.apps.map(({ exitReason }) => exitReason)).toEqual(["stopped", "failed"]);
    expect((await p.lines(pod.uuid, "missing")).join()).toContain("/bin/nope");
    expect((await p.linux.host.leftovers()).uuids).toEqual([]);
  });

  it("kills what is left of an app whose shim was killed, and never invents its code", async () => {
    const pod = await p.pods.create(podOf(sh("main", "echo ready; exec sleep 1000")), admin);
    await p.said(pod.uuid, "main", "ready");
    const { init, shim } = refs(pod.uuid).apps.main;
    process.kill(shim.pid, "SIGKILL");
    expect(await p.ended(pod.uuid)).toMatchObject({ exitCode: 255, apps: [{ exitReason: "lost" }] });
    expect(() => process.kill(init.pid, 0)).toThrow("ESRCH");
  });

  it("stops a pod whose pause process is gone", async () => {
    const pod = await p.pods.create(podOf(sh("main", "echo ready; exec sleep 1000")), admin);
    await p.said(pod.uuid, "main", "ready");
    process.kill(refs(pod.uuid).pause.pid, "SIGKILL");
    expect((await p.ended(pod.uuid)).apps[0]?.exitCode).not.toBe(0);
    expect((await p.linux.host.leftovers()).uuids).toEqual([]);
  });
});

describe("a restart of the agent", () => {
  it("finds the same processes, and takes up exits, codes and logs that it missed", async () => {
    const talk = "i=0; echo ready; while [ $i -lt 20 ]; do read -t 0.05 x < /dev/zero; i=$((i+1)); echo line $i; done";
    const lasting = await p.pods.create(podOf(sh("main", "echo ready; exec sleep 1000")), admin);
    const ending = await p.pods.create(
      podOf(sh("main", `echo ready; until [ -e /go ]; do sleep 0.05; done; ${talk}; exit 5`)),
      admin,
    );
    await p.said(lasting.uuid, "main", "ready");
    await p.said(ending.uuid, "main", "ready");
    await p.run(ending.uuid, "main", ["touch", "/go"]);
    const { shim } = refs(ending.uuid).apps.main;
    await p.restart(() => new Promise<void>((ended) => void p.linux.again().onExit(shim, ended)));
    expect(p.pods.get(lasting.uuid)).toEqual({ ...lasting });
    expect(p.pods.get(ending.uuid)).toMatchObject({ state: "exited", exitCode: 5 });
    expect((await p.lines(ending.uuid, "main")).filter((line) => line.startsWith("line"))).toHaveLength(20);
    expect((await p.run(lasting.uuid, "main", ["echo", "still here"])).out).toBe("still here\n");
    expect((await p.pods.stop(lasting.uuid, {}, admin)).exitCode).toBe(143);
  });
});
