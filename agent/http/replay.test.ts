import { expect, test } from "vitest";
import { ReplayCache } from "./replay.ts";

test("each id is fresh once until it has expired", () => {
  const cache = new ReplayCache();
  expect(cache.use("a", 100, 50)).toBe("fresh");
  expect(cache.use("a", 100, 99)).toBe("replayed");
  expect(cache.use("b", 200, 120)).toBe("fresh");
  expect(cache.size).toBe(1);
});

test("a full cache refuses rather than forgets, and takes again when some have expired", () => {
  const cache = new ReplayCache(3);
  for (const id of ["a", "b", "c"]) expect(cache.use(id, 100, 50)).toBe("fresh");
  expect(cache.use("d", 100, 50)).toBe("full");
  expect(cache.use("a", 100, 50)).toBe("replayed");
  expect(cache.use("d", 200, 101)).toBe("fresh");
});

test("its size is bounded by what can be alive", () => {
  const cache = new ReplayCache();
  for (let second = 0; second < 1000; second++)
    for (let i = 0; i < 20; i++) cache.use(`${second} ${i}`, second + 65, second);
  expect(cache.size).toBeLessThanOrEqual(20 * 80);
});
