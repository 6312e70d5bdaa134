/** The keeper as subreaper, holder of the mount namespace and starter of processes. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Keeper } from "../../agent/host/keeper/client.ts";
import { MNT } from "../../agent/host/keeper/types.ts";
import { keeperBinary, soon, startKeeper, statOf, type TestKeeper } from "../support/keeper.ts";

const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
let k: TestKeeper;
beforeAll(async () => {
  k = await startKeeper();
});
afterAll(() => k?.stop());

const sh = (script: string, more: object = {}) => k.keeper.run({ argv: ["sh", "-c", script], env, ...more });
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
    expect(pong).toMatchObject({ pid: k.pid, protocol: 1 });
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

describe("run", () => {
  test("keeps exit code, stdout and stderr apart, and feeds stdin", async () => {
    const got = await sh("cat; echo err >&2; exit 7", { stdin: Buffer.from("in") });
    expect([got.code, got.signal, `${got.stdout}`, `${got.stderr}`]).toEqual([7, null, "in", "err\n"]);
  });

  test("tells a signal from a code", async () => {
    expect(await sh("kill -TERM $$")).toMatchObject({ code: null, signal: 15 });
  });

  test("gives exactly the environment, folder and user that are asked for", async () => {
    const got = await k.keeper.run({
      argv: ["/usr/bin/env"],
      env: { ONE: "1", TWO: "zwei\nlines" },
      cwd: "/proc",
      uid: 65534,
      gid: 65534,
    });
    expect(`${got.stdout}`).toBe("ONE=1\nTWO=zwei\nlines\n");
    const who = await k.keeper.run({
      argv: ["sh", "-c", "pwd; id -u; id -g; id -G"],
      env,
      cwd: "/proc",
      uid: 1,
      gid: 2,
    });
    expect(`${who.stdout}`).toBe("/proc\n1\n2\n2\n");
  });

  test("leaks no descriptor and no signal setting into the program", async () => {
    const got = await sh("ls /proc/self/fd; grep -E '^Sig(Blk|Ign)' /proc/self/status", { writes: 1 });
    expect(`${got.stdout}`).toMatch(/^0\n1\n2\n3\n4\nSigBlk:\t0+\nSigIgn:\t0+\n$/); // 4 is ls's own
  });

  test.each([
    [{ argv: ["no-such-program"] }, "ENOENT", "exec no-such-program"],
    [{ argv: ["/etc/passwd"] }, "EACCES", "exec /etc/passwd"],
    [{ argv: ["true"], cwd: "/no/such/folder" }, "ENOENT", "chdir /no/such/folder"],
  ])("names what could not start: %j", async (request, errno, why) => {
    const failed = k.keeper.run({ env, ...request });
    await expect(failed).rejects.toMatchObject({ code: "host-failed", facts: { errno } });
    await expect(failed).rejects.toThrow(why);
  });

  test("delivers everything that was written before the end, and waits for no grandchild", async () => {
    const got = await sh("head -c 3000000 /dev/zero; sleep 600 & echo $! >&2; exit 0");
    expect(got.stdout.length).toBe(3_000_000);
    process.kill(Number(got.stderr.toString()), "SIGKILL");
  });

  test("ends what takes too long or says too much", async () => {
    const note = path.join(k.dir, "pids");
    const begin = `echo $$ >>${note}; exec`;
    await expect(sh(`${begin} sleep 600`, { timeoutMs: 200 })).rejects.toThrow("longer than 200 ms");
    await expect(sh(`${begin} cat /dev/zero`, { maxOutput: 1000 })).rejects.toThrow("more than 1000 bytes");
    const pids = fs.readFileSync(note, "utf8").trim().split("\n").map(Number);
    expect(pids).toHaveLength(2);
    await soon("both are ended", () => pids.every((pid) => statOf(pid) === null));
  });

  test("refuses a request above its limit without asking", async () => {
    await expect(sh(`: ${"x".repeat(1 << 20)}`)).rejects.toThrow("the limit is");
  });
});

describe("extra pipes", () => {
  test("the child writes some and reads others, by number", async () => {
    const got = await sh("echo three >&3; cat <&5 >&4; cat <&6 >&4", {
      writes: 2,
      reads: [Buffer.from("five "), Buffer.alloc(200_000, "6")],
    });
    expect(`${got.fds[0]}`).toBe("three\n");
    expect(got.fds[1]).toEqual(Buffer.concat([Buffer.from("five "), Buffer.alloc(200_000, "6")]));
  });

  test("a program that forks twice answers later through its pipe, and goes to the keeper", async () => {
    // as conmon does: the first process ends at once, the grandchild says a line and holds the pipe open
    const script = "setsid sh -c 'read x <&4; echo \"$$ $x\" >&3; exec sleep 600' >/dev/null 2>&1 & exit 5";
    const got = await sh(script, { writes: 1, reads: [Buffer.from("go\n")], detach: true, until: "line" });
    expect(got.code).toBe(5);
    const [pid, word] = `${got.fds[0]}`.trim().split(" ");
    expect(word).toBe("go");
    await soon("adoption", () => statOf(Number(pid))?.parent === k.pid);
    expect(alive(Number(pid))).toBe(true);
    process.kill(Number(pid), "SIGKILL");
  });
});
