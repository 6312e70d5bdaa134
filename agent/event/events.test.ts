import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLine } from "../../lib/contract/event.ts";
import { Events } from "./events.ts";
import type { NewEvent } from "./service.ts";

let folder: string;
let open: Events[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-events-"));
});
afterEach(() => {
  for (const events of open) events.close();
  open = [];
  rmSync(folder, { recursive: true, force: true });
});

function start(options: { keep?: number; now?: () => number } = {}): Events {
  const events = new Events(join(folder, "events.db"), options);
  open.push(events);
  return events;
}
const event = (id: string): NewEvent => ({
  level: "normal",
  reason: "PodStarted",
  message: `pod ${id} started`,
  noun: "pod",
  id,
  name: id,
  app: null,
  user: "ada",
});
const never = new AbortController().signal;
async function all(events: Events, since: number): Promise<number[]> {
  const seqs: number[] = [];
  for await (const line of events.read(since, { follow: false, signal: never })) seqs.push(line.event.seq);
  return seqs;
}

describe("Events", () => {
  it("numbers events, keeps their objects, and shows both again after a restart", async () => {
    const events = start();
    const pod = { uuid: "a", version: 3 } as never;
    const made = events.emit(event("a"), { pod });
    expect(made).toMatchObject({ seq: 1, reason: "PodStarted", user: "ada" });
    events.emit(event("b"), { pod: null });
    expect(events.last).toBe(2);
    events.close();

    const again = start();
    expect(again.last).toBe(2);
    const lines: EventLine[] = [];
    for await (const line of again.read(0, { follow: false, signal: never })) lines.push(line);
    expect(lines).toEqual([
      { type: "event", event: made, pod: { uuid: "a", version: 3 } },
      { type: "event", event: expect.objectContaining({ seq: 2, id: "b" }), pod: null },
    ]);
    expect(again.emit(event("c"), {}).seq).toBe(3);
    expect(statSync(join(folder, "events.db")).mode & 0o777).toBe(0o600);
  });

  it("keeps the newest, says events-gone for older ones, and never gives a number twice", async () => {
    const events = start({ keep: 10 });
    for (let i = 0; i < 300; i++) events.emit(event(`p${i}`), {});
    const kept = await all(events, 0);
    expect(kept.length).toBeLessThan(10 + 256 + 1);
    expect(kept.at(-1)).toBe(300);
    const oldest = kept[0] ?? 0;
    await expect(all(events, 1)).rejects.toMatchObject({ code: "events-gone", facts: { since: 1, oldest } });
    expect(await all(events, oldest - 1)).toEqual(kept);
    events.close();
    const again = start({ keep: 10 });
    expect(again.emit(event("x"), {}).seq).toBe(301);
  });

  it("refuses a number that was never given, so that the reader lists again", async () => {
    const events = start();
    events.emit(event("a"), {});
    await expect(all(events, 7)).rejects.toMatchObject({ code: "events-gone" });
    expect(await all(events, 1)).toEqual([]);
  });

  it("follows without missing or repeating, whatever pace the reader has", async () => {
    const events = start();
    const stop = new AbortController();
    const total = 700;
    const read = async (rest: boolean) => {
      const seqs: number[] = [];
      for await (const line of events.read(0, { follow: true, signal: stop.signal })) {
        seqs.push(line.event.seq);
        if (rest) await new Promise(setImmediate);
        if (seqs.length === total) return seqs;
      }
      throw new Error("ended early");
    };
    const readers = [read(false), read(true)];
    for (let i = 0; i < total; i++) {
      events.emit(event("a"), {});
      if (i % 50 === 0) await new Promise(setImmediate);
    }
    const expected = Array.from({ length: total }, (_, i) => i + 1);
    expect(await Promise.all(readers)).toEqual([expected, expected]);
  });

  it("ends a follower that waits when its signal aborts and when the log closes", async () => {
    const events = start();
    const stop = new AbortController();
    const ends = [stop.signal, never].map(async (signal) => {
      for await (const _ of events.read(0, { follow: true, signal }));
      return "ended";
    });
    await new Promise(setImmediate);
    stop.abort();
    expect(await ends[0]).toBe("ended");
    events.close();
    expect(await ends[1]).toBe("ended");
  });

  it("ends a follower that fell behind what is kept", async () => {
    const events = start({ keep: 5 });
    events.emit(event("a"), {});
    const reader = events.read(0, { follow: true, signal: never })[Symbol.asyncIterator]();
    expect((await reader.next()).value.event.seq).toBe(1);
    for (let i = 0; i < 600; i++) events.emit(event("a"), {});
    await expect(
      (async () => {
        while (!(await reader.next()).done);
      })(),
    ).rejects.toMatchObject({ code: "events-gone" });
  });

  it("knows the newest version of each object, and which are gone", () => {
    const events = start();
    const pod = (version: number) => ({ pod: { version } as never });
    events.emit(event("a"), pod(1));
    events.emit(event("a"), pod(4));
    events.emit(event("b"), pod(2));
    events.emit(event("b"), { pod: null });
    expect(events.latest("pod")).toEqual(
      new Map([
        ["a", 4],
        ["b", null],
      ]),
    );
    expect(["a", "b", "c"].map((id) => events.wasRemoved("pod", id))).toEqual([false, true, false]);
  });

  it("sets an unreadable database aside and goes on with higher numbers", () => {
    const events = start();
    events.emit(event("a"), {});
    events.close();
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), Buffer.alloc(8192, 7));
    const again = start({ now: () => 1_800_000_000_000 });
    expect(again.setAside).toBe(join(folder, "events.db.broken-1800000000000"));
    expect(readdirSync(folder)).toContain("events.db.broken-1800000000000");
    expect(again.emit(event("b"), {}).seq).toBe(1_800_000_000_001);
  });

  it("refuses a newer format untouched", () => {
    start().close();
    const db = new DatabaseSync(join(folder, "events.db"));
    db.exec("PRAGMA user_version = 99");
    db.close();
    expect(() => start()).toThrow(expect.objectContaining({ code: "state-newer" }));
  });
});
