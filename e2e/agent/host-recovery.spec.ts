/** What a later agent finds: apps that ran on, shims that died, and the ruins that a reboot leaves. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type App, type Bench, collect, ended, listen, logLines, openBench } from "../../agent/host/contract/bench.ts";
import type { LinuxHost } from "../../agent/host/linux.ts";
import { startKeeper } from "../support/keeper.ts";
import { openLinux, residue, shell, type TestHost } from "../support/linux-host.ts";

const kill = (pid: number) => process.kill(pid, "SIGKILL");

describe.each(["crun", "runc"] as const)("recovery with %s", (runtime) => {
  let test: TestHost;
  let bench: Bench;
  beforeEach(async () => {
    test = await openLinux(runtime);
    bench = openBench(test);
  });
  afterEach(() => bench.close());

  const says = async (host: LinuxHost, app: App, script: string) =>
    (await collect(await host.exec({ app: app.spec, args: shell(script), env: ["PATH=/bin"], cwd: "/", tty: null })))
      .out;

  it("takes over what an earlier agent had started", async () => {
    const pod = await bench.pod({ net: "default" });
    const app = await bench.app(pod, bench.commands.talk, { stdin: true });
    const later = test.again();
    expect(await later.leftovers()).toEqual({ uuids: [pod.spec.uuid], apps: [app.spec.id] });
    expect(await later.alive(app.init)).toBe(true);
    expect(await later.exitOf(app.spec)).toBeNull();
    expect(await says(later, app, "echo in")).toBe("in\n");
    const session = await later.attach(app.spec);
    const heard = listen(session);
    session.write(Buffer.from("still\n"));
    await heard.until("you said: still\n");
    const gone = ended(later, app.shim);
    await later.signalApp(app.spec.id, "SIGTERM");
    await gone;
    expect(await later.exitOf(app.spec)).toMatchObject({ code: 143, oom: false });
    expect(logLines(app.spec.log)).toEqual(["stdout ready", "stdout you said: still"]);
    await later.removeApp(app.spec);
    await later.removeSandbox(pod.spec);
    expect(await later.leftovers()).toEqual({ uuids: [], apps: [] });
  });

  it("keeps the exit code of an app that ended while nobody looked", async () => {
    const pod = await bench.pod();
    const app = await bench.app(pod, bench.commands.talk, { stdin: true });
    const later = test.again();
    const gone = ended(later, app.shim);
    kill(app.init.pid);
    await gone;
    expect(await test.again().exitOf(app.spec)).toMatchObject({ code: 137, oom: false });
  });

  it("knows no exit code when the shim died, and removes such an app all the same", async () => {
    const pod = await bench.pod();
    const app = await bench.app(pod, bench.commands.idle);
    const gone = ended(bench.host, app.shim);
    kill(app.shim.pid);
    await gone;
    expect(await bench.host.exitOf(app.spec)).toBeNull();
    expect(await bench.host.alive(app.init)).toBe(true);
    await bench.host.reopenLog(app.spec);
    await bench.host.removeApp(app.spec);
    expect(await bench.host.alive(app.init)).toBe(false);
    expect((await bench.host.leftovers()).apps).toEqual([]);
  });

  it("ends what an app left running behind it", async () => {
    const pod = await bench.pod();
    const app = await bench.app(pod, shell("sleep 100000 & exit 4"));
    await ended(bench.host, app.shim);
    expect(await bench.host.exitOf(app.spec)).toMatchObject({ code: 4 });
    expect((await bench.host.appUsage(app.spec))?.pids).toBe(1);
    await bench.host.removeApp(app.spec);
    expect(await bench.host.appUsage(app.spec)).toBeNull();
    expect((await bench.host.sandboxUsage(pod.spec.uuid))?.pids).toBe(1);
  });

  it("leaves no file of an exec behind", async () => {
    const app = await bench.app(await bench.pod(), bench.commands.idle);
    for (const script of ["exit 1", "true", "echo x"]) await says(test.host, app, script);
    const session = await bench.host.exec({ app: app.spec, args: ["/bin/cat"], env: [], cwd: "/", tty: null });
    session.close();
    await session.exit;
    expect(readdirSync(join(app.spec.dir, "exec"))).toEqual([]);
  });

  it("ends an exec'd process with its client, by force if it must", async () => {
    const app = await bench.app(await bench.pod(), bench.commands.idle);
    const script = "trap '' HUP TERM; echo $$ ready; while true; do sleep 1; done";
    const session = await bench.host.exec({
      app: app.spec,
      args: shell(script),
      env: ["PATH=/bin"],
      cwd: "/",
      tty: null,
    });
    const heard = listen(session);
    await heard.until("ready\n");
    const inside = heard.said().split(" ")[0];
    expect(Number(inside)).toBeGreaterThan(0);
    session.close();
    expect(await says(test.host, app, `while test -d /proc/${inside}; do :; done; echo gone`)).toBe("gone\n");
    expect(await bench.host.alive(app.init)).toBe(true);
  });
});

it.each(["crun", "runc"] as const)("clears the ruins of a reboot with %s", async (runtime) => {
  const test = await openLinux(runtime);
  const bench = openBench(test);
  const hostPort = await test.freePort();
  const ports = [{ protocol: "tcp" as const, hostIP: "0.0.0.0", hostPort, podPort: 8080 }];
  const pod = await bench.pod({ net: "default", ports });
  const app = await bench.app(pod, bench.commands.idle);
  // All processes and the mount namespace go; files stay, and here the kernel's rules too, which a reboot would clear.
  const gone = [app.init, app.shim, pod.sandbox.pause].map((ref) => ended(bench.host, ref));
  for (const { pid } of [pod.sandbox.pause, app.shim, app.init]) if (existsSync(`/proc/${pid}`)) kill(pid);
  await Promise.all(gone);
  kill(test.keeper.pid);
  const second = await startKeeper();
  const later = test.again({ keeperSocket: second.socket });
  const removeAll = async () => {
    const { uuids } = await later.leftovers();
    await Promise.all(uuids.map((uuid) => later.removeSandbox({ ...pod.spec, uuid })));
    await later.removeNetwork();
  };
  try {
    expect(await later.alive(app.init)).toBe(false);
    expect(await later.leftovers()).toEqual({ uuids: [pod.spec.uuid], apps: [app.spec.id] });
    await later.removeApp(app.spec);
    await later.removeSandbox({ uuid: pod.spec.uuid, dir: join(test.state, "nowhere"), net: "default", ports: [] });
    expect(await later.leftovers()).toEqual({ uuids: [], apps: [] });
    const again = await later.createSandbox(bench.podSpec({ net: "default", ports }));
    expect(again.networks).toHaveLength(1);
    await removeAll();
    expect(residue(test.config)).toEqual([]);
  } finally {
    await removeAll();
    await second.stop();
    await test.host.close();
    rmSync(test.state, { recursive: true });
  }
});
