/** EXEC of the keeper: programs that are run to their end, and their extra pipes. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { soon, startKeeper, statOf, type TestKeeper } from "../support/keeper.ts";

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
