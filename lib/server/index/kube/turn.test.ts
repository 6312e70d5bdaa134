import { expect, test } from "vitest";
import { Turn } from "./turn.ts";

const settle = () => new Promise(setImmediate);
const signal = () => new AbortController().signal;

test("one at a time, by rank and by coming; a turn is given on once", async () => {
  const turn = new Turn();
  const order: string[] = [];
  const releases: (() => void)[] = [];
  const wish = (name: string, rank: number) =>
    turn.take({ rank: () => rank, isFree: () => false }, signal()).then((release) => {
      order.push(name);
      releases.push(release);
    });
  for (const [name, rank] of [
    ["a", 5],
    ["b", 5],
    ["c", 1],
    ["d", 9],
  ] as const)
    void wish(name, rank);
  await settle();
  for (let at = 0; at < 4; at++) {
    expect(order).toHaveLength(at + 1);
    releases[at]?.();
    releases[at]?.();
    await settle();
  }
  expect(order).toEqual(["a", "c", "b", "d"]);
});

test("who is waited for by a person needs no turn, also when that comes later", async () => {
  const turn = new Turn();
  let isFree = false;
  let started = false;
  await turn.take({ rank: () => 0, isFree: () => false }, signal());
  void turn.take({ rank: () => 0, isFree: () => isFree }, signal()).then(() => {
    started = true;
  });
  await settle();
  expect(started).toBe(false);
  isFree = true;
  turn.look();
  await settle();
  expect(started).toBe(true);
});

test("who gives up waiting holds up nobody", async () => {
  const turn = new Turn();
  const never = { rank: () => 0, isFree: () => false };
  const release = await turn.take(never, signal());
  const stopper = new AbortController();
  const given = turn.take(never, stopper.signal);
  const last = turn.take(never, signal());
  stopper.abort();
  (await given)();
  release();
  await last;
});
