/** conmon and crun, started through the keeper: attach with both streams apart, stdin, reattach, resize, and a log that loses no line when it is turned. */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { KeeperStdio } from "../../agent/host/keeper/types.ts";
import { soon, startKeeper, statOf, type TestKeeper } from "../support/keeper.ts";

const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
let k: TestKeeper;
const containers: Container[] = [];
beforeAll(async () => {
  k = await startKeeper();
});
afterEach(async () => {
  for (const one of containers.splice(0)) await one.remove();
});
afterAll(() => k?.stop());

const need = async (argv: string[], more: object = {}) => {
  const got = await k.keeper.run({ argv, env, ...more });
  if (got.code !== 0) throw new Error(`${argv.join(" ")}: ${got.code} ${got.stderr}`);
  return got;
};

function bundleConfig(id: string, script: string, terminal: boolean) {
  return {
    ociVersion: "1.0.2",
    process: {
      terminal,
      user: { uid: 0, gid: 0 },
      args: ["/bin/busybox", "sh", "-c", script],
      env: ["PATH=/bin"],
      cwd: "/",
    },
    root: { path: "rootfs", readonly: false },
    mounts: [
      { destination: "/proc", type: "proc", source: "proc" },
      { destination: "/dev", type: "tmpfs", source: "tmpfs", options: ["nosuid", "mode=755"] },
      { destination: "/dev/pts", type: "devpts", source: "devpts", options: ["newinstance", "ptmxmode=0666"] },
    ],
    linux: {
      namespaces: ["pid", "mount", "ipc", "uts", "network"].map((type) => ({ type })),
      cgroupsPath: `/${id}`,
      resources: {},
    },
  };
}

type Container = {
  bundle: string;
  at: (name: string) => string;
  conmon: number;
  start: () => Promise<unknown>;
  /** Resolves when its conmon has ended. */
  ended: () => Promise<void>;
  exitCode: () => number;
  remove: () => Promise<void>;
};

/** A busybox container under conmon; its folder's path is too long for a socket address. */
async function startContainer(script: string, terminal = false): Promise<Container> {
  const id = `craton-keeper-${randomBytes(4).toString("hex")}`;
  const bundle = path.join(k.dir, "long-".repeat(20), id);
  const at = (name: string) => path.join(bundle, name);
  for (const name of ["rootfs/bin", "rootfs/proc", "exits", "persist"]) fs.mkdirSync(at(name), { recursive: true });
  fs.copyFileSync("/bin/busybox", at("rootfs/bin/busybox"));
  for (const name of ["sh", "seq", "stty", "sleep", "cat"]) fs.symlinkSync("busybox", at(`rootfs/bin/${name}`));
  fs.writeFileSync(at("config.json"), JSON.stringify(bundleConfig(id, script, terminal)));
  const crun = ["crun", "--root", at("crun")];
  const state = ["--runtime-arg", "--root", "--runtime-arg", at("crun")];
  const files = ["-p", at("pid"), "--conmon-pidfile", at("conmon.pid"), "-l", `k8s-file:${at("ctr.log")}`];
  const folders = ["--exit-dir", at("exits"), "--persist-dir", at("persist"), "--full-attach"];
  const stdio = terminal ? ["-t"] : ["-i", "--leave-stdin-open"];
  const shim = ["conmon", "--api-version", "1", "-c", id, "-u", id, "-n", id, "-r", "/usr/bin/crun", "-b", bundle];
  const got = await need([...shim, ...state, ...files, ...folders, ...stdio], {
    env: { ...env, _OCI_SYNCPIPE: "3" },
    writes: 1,
    until: "line",
    detach: true,
  });
  const sync = JSON.parse(`${got.fds[0]}`.split("\n")[0] ?? "");
  if (!(sync.data > 0)) throw new Error(`conmon said ${got.fds[0]} ${got.stderr}`);
  const conmon = Number(fs.readFileSync(at("conmon.pid"), "utf8"));
  const ref = { pid: conmon, start: statOf(conmon)?.start ?? "" };
  const container: Container = {
    bundle,
    at,
    conmon,
    start: () => need([...crun, "start", id]),
    ended: () => new Promise<void>((resolve) => void k.keeper.watch(ref, resolve)),
    exitCode: () => Number(fs.readFileSync(at(`exits/${id}`), "utf8")),
    remove: async () => {
      await k.keeper.run({ argv: [...crun, "delete", "-f", id], env });
      await container.ended();
    },
  };
  containers.push(container);
  return container;
}

/** Collects both streams; `until` resolves when the text of one matches. */
function listen(stdio: KeeperStdio) {
  const text = { 1: "", 2: "" };
  const waiting: (() => void)[] = [];
  stdio.onData((stream, data) => {
    text[stream] += data;
    for (const look of waiting) look();
  });
  const until = (pattern: RegExp, stream: 1 | 2 = 1) =>
    new Promise<void>((resolve) => {
      const look = () => pattern.test(text[stream]) && resolve();
      waiting.push(look);
      look();
    });
  return { text, until };
}

test("attach tells stdout from stderr, writes stdin, goes and comes back, and ends with the app", async () => {
  const c = await startContainer(
    'while read line; do echo "out:$line"; echo "err:$line" >&2; [ "$line" = bye ] && exit 7; done',
  );
  expect(c.at("attach").length).toBeGreaterThan(108);
  expect(statOf(c.conmon)?.parent).toBe(k.pid);
  const first = k.keeper.attach(c.bundle);
  await first.started;
  const heard = listen(first);
  await c.start();
  first.write(Buffer.from("one\ntwo\n"));
  await heard.until(/out:two/);
  await heard.until(/err:two/, 2);
  expect(heard.text).toEqual({ 1: "out:one\nout:two\n", 2: "err:one\nerr:two\n" });
  first.close();
  expect(await first.exit).toEqual({ code: null });

  const [again, third] = [k.keeper.attach(c.bundle), k.keeper.attach(c.bundle)];
  const [a, b] = [listen(again), listen(third)];
  await Promise.all([again.started, third.started]);
  const large = "x".repeat(30_000); // several packets each way
  again.write(Buffer.from(`${large}\n`));
  await Promise.all([a, b].flatMap((one) => [one.until(/x\n$/), one.until(/x\n$/, 2)]));
  for (const { text } of [a, b])
    expect([text[1] === `out:${large}\n`, text[2] === `err:${large}\n`]).toEqual([true, true]);
  third.close();
  again.write(Buffer.from("bye\n"));
  expect(await again.exit).toEqual({ code: null });
  expect(a.text[1].endsWith("out:bye\n")).toBe(true);
  await c.ended();
  expect(c.exitCode()).toBe(7);
  await expect(k.keeper.reopenLog(c.bundle)).rejects.toMatchObject({ code: "host-failed" });
  await expect(k.keeper.attach(c.bundle).started).rejects.toMatchObject({ code: "host-failed" });
});

test("a terminal is one stream and is resized", async () => {
  const c = await startContainer("trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.05; done", true);
  const s = k.keeper.attach(c.bundle);
  await s.started;
  const heard = listen(s);
  await c.start();
  await heard.until(/ready\r\n/);
  s.resize(123, 45);
  await heard.until(/45 123\r\n/);
  await s.exit;
  expect(heard.text[2]).toBe("");
});

test("the log is turned eight times under a fast writer and no line is lost or torn", async () => {
  const lines = 400_000;
  const c = await startContainer(`seq 1 ${lines}; read x`);
  const s = k.keeper.attach(c.bundle);
  await s.started;
  s.pause(); // conmon would stop for it; the keeper lets it go instead
  await c.start();
  const log = c.at("ctr.log");
  const size = (name: string) => fs.statSync(name, { throwIfNoEntry: false })?.size ?? 0;
  let turned = 0;
  for (; turned < 8; turned++) {
    await soon("the log grows", () => size(log) > 100_000, 20_000);
    fs.renameSync(log, `${log}.${turned}`);
    await k.keeper.reopenLog(c.bundle);
    await soon("conmon has the new file", () => fs.existsSync(log));
  }
  const tail = () => fs.readFileSync(log, "utf8").endsWith(` ${lines}\n`);
  await soon("the last line", tail, 30_000);
  const files = [...Array.from({ length: turned }, (_, i) => `${log}.${i}`), log];
  let next = 1;
  let part = "";
  for (const name of files) {
    expect(size(name)).toBeGreaterThan(0);
    for (const line of fs.readFileSync(name, "utf8").split("\n").slice(0, -1)) {
      const [, tag, text] = /^\S+ stdout ([FP]) (.*)$/.exec(line) ?? [];
      if (tag === undefined) throw new Error(`${name}: ${line}`);
      part += text;
      if (tag === "P") continue;
      if (part !== String(next)) throw new Error(`${name}: ${part} instead of ${next}`);
      next++;
      part = "";
    }
  }
  expect(next - 1).toBe(lines);
  s.resume();
  await expect(s.exit).rejects.toMatchObject({ facts: { errno: "EOVERFLOW" } });
}, 90_000);
