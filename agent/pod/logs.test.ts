import { appendFileSync, mkdtempSync, readdirSync, renameSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LogKeeper } from "./log-keeper.ts";
import { followLogs, type LogOptions, type LogPlace } from "./logs.ts";

let folder: string;
let keeper: LogKeeper;
let ended: boolean;
let reports: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-logs-"));
  reports = [];
  keeper = new LogKeeper({ maxBytes: 2000, keep: 3 }, (error, what) => reports.push(`${what}: ${error}`));
  ended = false;
});
afterEach(() => {
  keeper.close();
  rmSync(folder, { recursive: true, force: true });
});

const current = () => join(folder, "web.log");
const never = new AbortController().signal;
const place = (): Omit<LogPlace, "watch"> => ({ app: "web", folder: () => folder, ended: () => ended });
const read = (options: Partial<LogOptions> = {}) =>
  followLogs(keeper, "pod", place(), { follow: false, signal: never, ...options });
async function texts(options: Partial<LogOptions> = {}): Promise<string[]> {
  const all: string[] = [];
  for await (const line of read(options)) all.push(line.text);
  return all;
}
const stamp = (n: number) => `2026-11-24T10:00:00.${String(n).padStart(9, "0")}+00:00`;
const line = (n: number, tag = "F", text = `line ${n}`) => `${stamp(n)} stdout ${tag} ${text}\n`;
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `line ${from + i}`);
const write = (path: string, from: number, to: number) => {
  for (let n = from; n < to; n++) appendFileSync(path, line(n));
};
/** What the shim does when it is told to open its log anew. */
const reopen = () => writeFileSync(current(), "");

describe("reading", () => {
  beforeEach(() => {
    write(`${current()}.9`, 0, 40);
    write(`${current()}.10`, 40, 90);
    write(current(), 90, 100);
    writeFileSync(`${current()}.tmp`, "no log");
    writeFileSync(join(folder, "web2.log"), line(7));
  });

  it("goes through all files in the order of their numbers", async () => {
    expect(await texts()).toEqual(lines(0, 100));
  });
  it.each([0, 1, 9, 10, 11, 60, 61, 100, 1000])("shows the last %i lines over all files", async (tail) => {
    expect(await texts({ tail })).toEqual(lines(Math.max(0, 100 - tail), 100));
  });
  it("begins at a time", async () => {
    const early = (n: number) => `2026-11-24T09:00:00.${String(n).padStart(9, "0")}Z stdout F early ${n}\n`;
    writeFileSync(`${current()}.1`, early(1) + early(2));
    expect(await texts({ since: "2026-11-24T10:00:00+00:00" })).toEqual(lines(0, 100));
    expect(await texts({ since: "2026-11-24T13:00:00Z" })).toEqual([]);
    await expect(texts({ since: "yesterday" })).rejects.toMatchObject({ code: "bad-request" });
  });
  it("leaves a line out of the count that is being written, and shows it at the end", async () => {
    appendFileSync(current(), line(100).slice(0, -3));
    expect(await texts({ tail: 1 })).toEqual(["line 99", "line 1"]);
  });
  it("has nothing to show of an app without a log", async () => {
    rmSync(folder, { recursive: true });
    expect(await texts()).toEqual([]);
    expect(await texts({ tail: 5 })).toEqual([]);
  });
});

describe("tail", () => {
  it("counts parts with the line they belong to, in logs of any size and shape", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3), fc.nat(40_000)), { maxLength: 12 }),
        fc.nat(8),
        fc.nat(14),
        async (shapes, split, tail) => {
          rmSync(folder, { recursive: true });
          folder = mkdtempSync(join(tmpdir(), "craton-logs-"));
          const whole = shapes.map(([parts, size], n) => {
            const part = Array.from({ length: parts }, (_, i) => line(n, "P", `${n}.${i}${"x".repeat(size)}`));
            return [...part, line(n, "F", `${n}!`)];
          });
          writeFileSync(`${current()}.1`, whole.slice(0, split).flat().join(""));
          writeFileSync(current(), whole.slice(split).flat().join(""));
          const wanted = whole.slice(Math.max(0, whole.length - tail)).flat();
          expect((await texts({ tail })).length).toBe(wanted.length);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("following", () => {
  it("goes on with what is written, through rotations, to the end of the app", async () => {
    write(current(), 0, 10);
    const follower = read({ follow: true, tail: 5 })[Symbol.asyncIterator]();
    let next = 5;
    const expectUpTo = async (end: number) => {
      for (; next < end; next++) expect((await follower.next()).value.text).toBe(`line ${next}`);
    };
    await expectUpTo(10);
    for (let n = 10, file = 1; n < 60; n += 10, file++) {
      write(current(), n, n + 5);
      await expectUpTo(n + 5);
      renameSync(current(), `${current()}.${file}`);
      write(`${current()}.${file}`, n + 5, n + 8);
      if (file % 2 === 0) await expectUpTo(n + 8);
      reopen();
      write(current(), n + 8, n + 10);
    }
    await expectUpTo(60);
    ended = true;
    keeper.poke("pod");
    expect((await follower.next()).done).toBe(true);
  });

  it("tells a reader that was too slow what it missed, and only then", async () => {
    write(`${current()}.4`, 0, 2);
    write(current(), 2, 4);
    const follower = read({ follow: true, tail: 2 })[Symbol.asyncIterator]();
    expect((await follower.next()).value.text).toBe("line 2");
    // Meanwhile the file that it reads becomes .5 and is rotated away, and so is .6.
    unlinkSync(current());
    unlinkSync(`${current()}.4`);
    write(`${current()}.7`, 8, 10);
    write(current(), 10, 11);
    ended = true;
    keeper.poke("pod");
    const rest: string[] = [];
    for (let next = await follower.next(); !next.done; next = await follower.next()) rest.push(next.value.text);
    expect(rest).toEqual(["line 3", expect.stringContaining("a log file was rotated away"), ...lines(8, 11)]);
  });

  it("waits for a log that is not there yet, and ends with the app", async () => {
    const all = texts({ follow: true });
    await new Promise(setImmediate);
    write(current(), 0, 3);
    ended = true;
    keeper.poke("pod");
    expect(await all).toEqual(lines(0, 3));
  });

  it("reads to the end what an app that has ended left, without a watch", async () => {
    write(current(), 0, 3);
    ended = true;
    expect(await texts({ follow: true })).toEqual(lines(0, 3));
  });

  it("ends at once when its signal aborts, while it waits and between two lines", async () => {
    write(current(), 0, 1000);
    const stop = new AbortController();
    const waiting = texts({ follow: true, tail: 0, signal: stop.signal });
    const slow = read({ follow: true, signal: stop.signal })[Symbol.asyncIterator]();
    expect((await slow.next()).value.text).toBe("line 0");
    stop.abort();
    expect(await waiting).toEqual([]);
    let more = 0;
    while (!(await slow.next()).done) more++;
    expect(more).toBeLessThan(1000);
  });

  it("holds its place while files are renamed and removed under a slow reader", async () => {
    write(current(), 0, 3000);
    const slow = read({ follow: true })[Symbol.asyncIterator]();
    const got = [(await slow.next()).value.text];
    renameSync(current(), `${current()}.1`);
    reopen();
    write(current(), 3000, 3005);
    renameSync(current(), `${current()}.2`);
    reopen();
    write(current(), 3005, 3010);
    unlinkSync(`${current()}.1`);
    ended = true;
    keeper.poke("pod");
    for (let next = await slow.next(); !next.done; next = await slow.next()) got.push(next.value.text);
    expect(got).toEqual(lines(0, 3010));
  });
});

describe("rotation", () => {
  const start = (shim: () => Promise<void>) => keeper.rotate({ uuid: "pod", folder }, ["web"], shim);
  const numbers = () =>
    readdirSync(folder)
      .filter((name) => /^web\.log\.\d+$/.test(name))
      .map((name) => Number(name.slice(8)))
      .sort((a, b) => a - b);

  it("loses no line, keeps the newest files, and reopens once each time", async () => {
    reopen();
    let reopened = 0;
    start(async () => {
      reopened += 1;
      reopen();
    });
    const follower = texts({ follow: true });
    for (let n = 0; n < 600; n++) {
      const before = reopened;
      appendFileSync(current(), line(n));
      if (n % 60 !== 59) continue;
      while (reopened === before) await new Promise(setImmediate);
    }
    ended = true;
    keeper.poke("pod");
    const got = await follower;
    expect(got.slice(0, 600)).toEqual(lines(0, 600));
    expect(reopened).toBe(10);
    expect(numbers()).toEqual([8, 9, 10]);
    expect(reports).toEqual([]);
  });

  it("asks again after a start for what was renamed without the shim being told, and only once", async () => {
    write(`${current()}.4`, 0, 1);
    let asked = 0;
    let tell = () => {};
    const first = new Promise<void>((resolve) => {
      tell = resolve;
    });
    start(async () => {
      asked += 1;
      tell();
    });
    await first;
    for (let i = 0; i < 5; i++) {
      appendFileSync(`${current()}.4`, line(i));
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(asked).toBe(1);
    reopen();
    expect(await texts()).toEqual(["line 0", ...lines(0, 5)]);
  });

  it("reports a shim that does not answer, and does not stop looking", async () => {
    writeFileSync(current(), "x".repeat(3000));
    let fail = true;
    const done = new Promise<void>((resolve) => {
      start(async () => {
        if (fail) {
          fail = false;
          setImmediate(() => writeFileSync(current(), "y".repeat(3000)));
          throw new Error("no shim");
        }
        reopen();
        resolve();
      });
    });
    await done;
    expect(reports).toEqual(["the log of app web of pod pod: Error: no shim"]);
    expect(numbers().length).toBeGreaterThan(0);
  });
});
