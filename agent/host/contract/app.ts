import { expect, it } from "vitest";
import { type Bench, ended, logLines } from "./bench.ts";

export function appContract(get: () => Bench): void {
  it("creates an app without starting it", async () => {
    const bench = get();
    const spec = bench.appSpec(await bench.pod(), bench.commands.talk);
    const { init, shim } = await bench.host.createApp(spec);
    expect(await bench.host.alive(init)).toBe(true);
    expect(await bench.host.alive(shim)).toBe(true);
    expect(logLines(spec.log)).toEqual([]);
    expect(await bench.host.exitOf(spec)).toBeNull();
    expect((await bench.host.leftovers()).apps).toContain(spec.id);
    await bench.host.removeApp(spec);
    expect(await bench.host.alive(init)).toBe(false);
    expect(await bench.host.alive(shim)).toBe(false);
  });

  it.each([0, 7, 255])("tells that an app ended with %i", async (code) => {
    const bench = get();
    const before = Date.now();
    const app = await bench.app(await bench.pod(), bench.commands.exit(code));
    await ended(bench.host, app.shim);
    const exit = await bench.host.exitOf(app.spec);
    expect(exit).toMatchObject({ code, oom: false });
    expect(Date.parse(exit?.at ?? "")).toBeGreaterThan(before - 1000);
  });

  it.each([
    ["SIGTERM", 143],
    ["SIGKILL", 137],
    ["SIGHUP", 129],
    ["SIGINT", 130],
  ] as const)("ends an app by %s with %i", async (signal, code) => {
    const bench = get();
    const app = await bench.app(await bench.pod(), bench.commands.idle);
    expect(await bench.host.exitOf(app.spec)).toBeNull();
    await bench.host.signalApp(app.spec.id, signal);
    await Promise.all([ended(bench.host, app.init), ended(bench.host, app.shim)]);
    expect(await bench.host.exitOf(app.spec)).toMatchObject({ code, oom: false });
    await bench.host.signalApp(app.spec.id, signal);
    await bench.host.signalApp(`${app.spec.uuid}.other`, signal);
  });

  it("calls who waits for a process once, also when it has ended already, and not who has cancelled", async () => {
    const bench = get();
    const app = await bench.app(await bench.pod(), bench.commands.idle);
    const calls: string[] = [];
    bench.host.onExit(app.init, () => calls.push("first"));
    bench.host.onExit(app.init, () => calls.push("cancelled"))();
    const seen = ended(bench.host, app.init);
    await bench.host.signalApp(app.spec.id, "SIGKILL");
    await seen;
    await ended(bench.host, app.init);
    await ended(bench.host, { pid: app.init.pid, start: "1" });
    expect(calls).toEqual(["first"]);
    expect(await bench.host.alive(app.init)).toBe(false);
  });

  it("runs several apps in one pod, each with its own end", async () => {
    const bench = get();
    const pod = await bench.pod();
    const [one, two] = await Promise.all(
      ["one", "two"].map((name) => bench.app(pod, bench.commands.idle, { id: `${pod.spec.uuid}.${name}` })),
    );
    if (!one || !two) throw new Error("two apps were asked for");
    await bench.host.signalApp(one.spec.id, "SIGTERM");
    await ended(bench.host, one.shim);
    expect(await bench.host.alive(two.init)).toBe(true);
    expect(await bench.host.exitOf(two.spec)).toBeNull();
    await bench.host.removeApp(one.spec);
    expect((await bench.host.leftovers()).apps.filter((id) => id.startsWith(pod.spec.uuid))).toEqual([two.spec.id]);
  });

  it("says what is wrong with an app that cannot run, and leaves nothing of it", async () => {
    const bench = get();
    const pod = await bench.pod();
    const spec = bench.appSpec(pod, bench.commands.missing);
    await expect(bench.host.createApp(spec)).rejects.toMatchObject({
      code: "exec-failed",
      facts: { app: "app", command: bench.commands.missing[0], why: expect.stringContaining("no such file") },
    });
    expect((await bench.host.leftovers()).apps).not.toContain(spec.id);
    const app = await bench.app(pod, bench.commands.exit(3));
    await ended(bench.host, app.shim);
    expect(await bench.host.exitOf(app.spec)).toMatchObject({ code: 3 });
  });

  it("refuses a second app of the same name, and one in a sandbox that has ended", async () => {
    const bench = get();
    const pod = await bench.pod();
    const app = await bench.app(pod, bench.commands.idle);
    await expect(bench.host.createApp(app.spec)).rejects.toMatchObject({ code: "conflict" });
    expect(await bench.host.alive(app.init)).toBe(true);
    await bench.host.removeSandbox(pod.spec);
    await expect(bench.host.createApp(app.spec)).rejects.toMatchObject({ code: "host-failed" });
  });

  it("removes a running app, one that has gone and one that never was", async () => {
    const bench = get();
    const pod = await bench.pod();
    const app = await bench.app(pod, bench.commands.idle);
    await bench.host.removeApp(app.spec);
    expect(await bench.host.alive(app.init)).toBe(false);
    await bench.host.removeApp(app.spec);
    await bench.host.removeApp(bench.appSpec(pod, bench.commands.idle, { id: `${pod.spec.uuid}.never` }));
    expect(await bench.host.alive(pod.sandbox.pause)).toBe(true);
  });

  it("counts what apps and pods use, until they are gone", async () => {
    const bench = get();
    const pod = await bench.pod({ limits: { cpu: null, memory: 256 * 2 ** 20 } });
    const app = await bench.app(pod, bench.commands.idle);
    const used = await bench.host.appUsage(app.spec);
    expect(used?.pids).toBeGreaterThan(0);
    expect(used?.cpuSeconds).toBeGreaterThanOrEqual(0);
    const whole = await bench.host.sandboxUsage(pod.spec.uuid);
    expect(whole?.pids).toBeGreaterThan(used?.pids ?? 0);
    await bench.host.removeApp(app.spec);
    expect(await bench.host.appUsage(app.spec)).toBeNull();
    await bench.host.removeSandbox(pod.spec);
    expect(await bench.host.sandboxUsage(pod.spec.uuid)).toBeNull();
  });
}
