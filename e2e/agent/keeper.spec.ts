/** The keeper as subreaper, holder of the mount namespace and starter of processes. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Keeper } from "../../agent/host/keeper/client.ts";
import { MNT } from "../../agent/host/keeper/types.ts";
import { protocol } from "../../agent/host/keeper/wire.ts";
import { keeperBinary, soon, startKeeper, statOf, type TestKeeper } from "../support/keeper.ts";

const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
let k: TestKeeper;
beforeAll(async () => {
  k = await startKeeper();
});
afterAll(() => k?.stop());

const alive = (pid: number) => {
  const stat = statOf(pid);
  return stat !== null && stat.state !== "Z";
};
const ended = (pid: number, start: string) =>
  new Promise<void>((resolve) => void k.keeper.watch({ pid, start }, resolve));

/** Starts a process that its parent leaves behind; answers its pid. */
async function orphan(keeper: Keeper, detach: boolean): Promise<number> {
  const { stdout } = await keeper.run({
    argv: ["sh", "-c", "setsid sleep 600 >/dev/null 2>&1 </dev/null & echo $!"],
    env,
    detach,
  });
  return Number(stdout.toString());
}

describe("start and end", () => {
  test("says who it is", async () => {
    const pong = await k.keeper.ping();
    expect(pong).toMatchObject({ pid: k.pid, protocol });
    expect(fs.readlinkSync(`/proc/${k.pid}/ns/mnt`)).toBe(`mnt:[${pong.mountNamespace}]`);
    expect(fs.readlinkSync("/proc/self/ns/mnt")).not.toBe(`mnt:[${pong.mountNamespace}]`);
    expect(fs.readFileSync(path.join(k.dir, "keeper.pid"), "utf8")).toBe(`${k.pid}\n`);
    expect(fs.statSync(k.socket).mode & 0o777).toBe(0o600);
  });

  test("a second one on the socket is refused and changes nothing", async () => {
    const args = ["--socket", k.socket, "--pidfile", path.join(k.dir, "second.pid")];
    const second = spawnSync(keeperBinary(), args, { encoding: "utf8" });
    expect(second.status).toBe(1);
    expect(second.stderr).toContain("another keeper serves it");
    expect(fs.existsSync(path.join(k.dir, "second.pid"))).toBe(false);
    expect((await k.keeper.ping()).pid).toBe(k.pid);
  });

  test("a folder that others may write is refused", () => {
    const open = path.join(k.dir, "open");
    fs.mkdirSync(open);
    fs.chmodSync(open, 0o777);
    const args = ["--socket", path.join(open, "s"), "--pidfile", path.join(open, "p")];
    const got = spawnSync(keeperBinary(), args, { encoding: "utf8" });
    expect([got.status, got.stderr]).toEqual([1, expect.stringContaining("writable by its owner alone")]);
  });

  test("as a daemon it answers its starter, replaces a dead keeper's socket, and retires when nothing is left", async () => {
    const dir = path.join(k.dir, "daemon");
    fs.mkdirSync(dir, { mode: 0o700 });
    const at = (name: string) => path.join(dir, name);
    const start = () =>
      spawnSync(
        keeperBinary(),
        ["--daemon", "--log", at("log"), "--socket", at("sock"), "--pidfile", at("pid"), "--cgroup-view", "off"],
        { encoding: "utf8" },
      );
    const pidNow = () => Number(fs.readFileSync(at("pid"), "utf8"));
    expect(start()).toMatchObject({ status: 0, stdout: "ready\n", stderr: "" });
    const first = pidNow();
    expect(statOf(first)?.parent).not.toBe(process.pid);
    expect(start()).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("another keeper") });
    process.kill(first, "SIGKILL");
    await soon("the first is gone", () => !alive(first));
    expect(fs.existsSync(at("sock"))).toBe(true);
    expect(start()).toMatchObject({ status: 0, stdout: "ready\n" });
    const second = new Keeper(at("sock"));
    const child = await orphan(second, true);
    await second.retire();
    expect((await second.ping()).children).toBe(1);
    const pid = pidNow();
    const gone = ended(pid, statOf(pid)?.start ?? "");
    second.watch({ pid: child, start: statOf(child)?.start ?? "" }, () => {}); // a watch does not hold it
    process.kill(child, "SIGKILL");
    await gone;
    second.close();
    expect(fs.readdirSync(dir).sort()).toEqual(["log", "sock.lock"]);
  });

  test("keep takes retire back", async () => {
    const other = await startKeeper();
    const child = await orphan(other.keeper, true);
    await other.keeper.retire();
    await other.keeper.keep();
    const gone = ended(child, statOf(child)?.start ?? "");
    process.kill(child, "SIGKILL");
    await gone;
    expect((await other.keeper.ping()).pid).toBe(other.pid);
    await other.stop();
  });
});

describe("subreaper", () => {
  test.each([true, false])("an orphan is adopted, and reaped as soon as it ends (detach %s)", async (detach) => {
    const pid = await orphan(k.keeper, detach);
    await soon("adoption", () => statOf(pid)?.parent === k.pid);
    expect((await k.keeper.ping()).children).toBe(1);
    const gone = ended(pid, statOf(pid)?.start ?? "");
    process.kill(pid, "SIGKILL");
    await gone;
    // the host's own init may take seconds: machines where it does must not matter
    await soon("reaping", () => statOf(pid) === null, 500);
    expect((await k.keeper.ping()).children).toBe(0);
  });
});

test("50 processes and 50 mounts outlive a client that is killed, in one namespace, and go at once", async () => {
  const tree = path.join(k.dir, "mounts");
  for (let i = 0; i < 50; i++) fs.mkdirSync(path.join(tree, String(i)), { recursive: true });
  const script = `
    import { Keeper } from ${JSON.stringify(path.resolve("agent/host/keeper/client.ts"))};
    const [socket, tree] = process.argv.slice(1);
    const keeper = new Keeper(socket);
    const pids = await Promise.all(Array.from({ length: 50 }, async (_, i) => {
      await keeper.mounts([{ op: "mount", source: "m" + i, target: tree + "/" + i, fstype: "tmpfs", data: "size=64k" }]);
      const stream = keeper.stream({ argv: ["sleep", "600"], env: ${JSON.stringify(env)}, detach: true });
      return (await stream.started).pid;
    }));
    console.log(JSON.stringify(pids));
    setInterval(() => {}, 1000);`;
  const client = spawn(process.execPath, ["--input-type=module-typescript", "-e", script, k.socket, tree], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(client.stdout, "data");
  const pids: number[] = JSON.parse(String(line));
  const before = await k.keeper.ping();
  client.kill("SIGKILL");
  await once(client, "exit");

  const again = new Keeper(k.socket);
  await soon("adoption of all", () => pids.every((pid) => statOf(pid)?.parent === k.pid));
  expect(pids.every(alive)).toBe(true);
  const after = await again.ping();
  expect(after.mountNamespace).toBe(before.mountNamespace);
  expect(after.children).toBe(50);
  const mounted = () =>
    fs
      .readFileSync(`/proc/${k.pid}/mountinfo`, "utf8")
      .split("\n")
      .filter((l) => l.includes(tree));
  expect(mounted()).toHaveLength(50);
  expect(fs.readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(tree);

  const gone = pids.map((pid) => ended(pid, statOf(pid)?.start ?? ""));
  const began = performance.now();
  for (const pid of pids) process.kill(pid, "SIGKILL");
  await Promise.all(gone);
  await soon("reaping of all", () => pids.every((pid) => statOf(pid) === null), 1000);
  await again.mounts(pids.map((_, i) => ({ op: "umount", target: path.join(tree, String(i)), flags: MNT.DETACH })));
  expect(mounted()).toHaveLength(0);
  expect(performance.now() - began).toBeLessThan(1500);
  expect((await again.ping()).children).toBe(0);
}, 30_000);

test("nothing of its starter is inherited, its mounts reach no host, and the host's reach it", async () => {
  const dir = path.join(k.dir, "shared");
  fs.mkdirSync(path.join(dir, "mnt"), { recursive: true, mode: 0o700 });
  const at = (name: string) => path.join(dir, name);
  // a host whose mounts are shared, as most are, and a starter with a group and a variable
  const options = ["--daemon", "--log", at("log"), "--socket", at("sock"), "--pidfile", at("pid")];
  const host = spawn(
    "setpriv",
    [
      "--groups",
      "7",
      "unshare",
      "-m",
      "--propagation",
      "shared",
      "sh",
      "-c",
      '"$@" && exec sleep 600',
      "sh",
      keeperBinary(),
      ...options,
    ],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...env, SECRET: "x" } as Partial<NodeJS.ProcessEnv> as NodeJS.ProcessEnv,
    },
  );
  await once(host.stdout, "data");
  const inner = new Keeper(at("sock"));
  const mounts = (pid: number) =>
    fs
      .readFileSync(`/proc/${pid}/mountinfo`, "utf8")
      .split("\n")
      .filter((l) => l.includes(at("mnt")));
  try {
    const { pid } = await inner.ping();
    const got = await inner.run({ argv: ["sh", "-c", "id -G; echo $SECRET"], env, uid: 1, gid: 2 });
    expect(`${got.stdout}`).toBe("2\n\n");
    await inner.mounts([{ op: "mount", source: "own", target: at("mnt"), fstype: "tmpfs" }]);
    expect([mounts(pid).length, mounts(host.pid ?? 0).length]).toEqual([1, 0]);
    await inner.mounts([{ op: "umount", target: at("mnt") }]);
    spawnSync("nsenter", [`--mount=/proc/${host.pid}/ns/mnt`, "mount", "-t", "tmpfs", "late", at("mnt")]);
    expect([mounts(pid).length, mounts(host.pid ?? 0).length]).toEqual([1, 1]);
  } finally {
    await inner.retire();
    host.kill("SIGKILL");
  }
});
