/** WATCH: who hears of the end of which process. */
import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { soon, startKeeper, statOf, type TestKeeper } from "../support/keeper.ts";

const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
let k: TestKeeper;
beforeAll(async () => {
  k = await startKeeper();
});
afterAll(() => k?.stop());

describe("watch", () => {
  const sleeper = async () => {
    const s = k.keeper.stream({ argv: ["sleep", "600"], env, detach: true, stdin: false });
    const { pid } = await s.started;
    return { pid, start: statOf(pid)?.start ?? "" };
  };

  test("tells an end, a process long gone, and a pid that is another's by now", async () => {
    const ref = await sleeper();
    const ended = new Promise<void>((resolve) => void k.keeper.watch(ref, resolve));
    await new Promise<void>((resolve) => void k.keeper.watch({ ...ref, start: "1" }, resolve));
    await new Promise<void>((resolve) => void k.keeper.watch({ pid: 2 ** 22 - 1, start: "1" }, resolve));
    expect(statOf(ref.pid)?.state).toMatch(/[RSD]/);
    process.kill(ref.pid, "SIGKILL");
    await ended;
  });

  test("a cancelled one is silent", async () => {
    const [a, b] = [await sleeper(), await sleeper()];
    let called = false;
    k.keeper.watch(a, () => {
      called = true;
    })();
    const other = new Promise<void>((resolve) => void k.keeper.watch(b, resolve));
    process.kill(a.pid, "SIGKILL");
    await soon("a is gone", () => statOf(a.pid) === null);
    process.kill(b.pid, "SIGKILL");
    await other;
    expect(called).toBe(false);
  });

  test("survives a broken connection, and 2,000 at once are all told", async () => {
    const refs = await Promise.all(Array.from({ length: 20 }, sleeper));
    let calls = 0;
    const all = new Promise<void>((resolve) => {
      for (let i = 0; i < 2000; i++)
        k.keeper.watch(refs[i % 20] ?? { pid: 0, start: "0" }, () => {
          if (++calls === 2000) resolve();
        });
    });
    const courier = await soon("the watch courier holds 2,000", () =>
      fs
        .readdirSync("/proc")
        .map(Number)
        .find((pid) => statOf(pid)?.parent === k.pid && fdCount(pid) >= 2000),
    );
    process.kill(courier, "SIGKILL");
    await soon("a new courier holds 2,000", () =>
      fs
        .readdirSync("/proc")
        .map(Number)
        .some((pid) => pid !== courier && statOf(pid)?.parent === k.pid && fdCount(pid) >= 2000),
    );
    for (const { pid } of refs) process.kill(pid, "SIGKILL");
    await all;
    expect(calls).toBe(2000);
  });
  const fdCount = (pid: number) => {
    try {
      return fs.readdirSync(`/proc/${pid}/fd`).length;
    } catch {
      return 0;
    }
  };
});
