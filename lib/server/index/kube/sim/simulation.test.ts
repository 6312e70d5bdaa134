/**
 * The watch client and its rows under faults, in virtual time. `CRATON_SEED=123 npx vitest run --project unit
 * lib/server/index/kube/sim` repeats one schedule; `CRATON_SCHEDULES` sets how many there are.
 */
import { expect, test } from "vitest";
import { faultKinds, type Outcome, simulate } from "./simulation.ts";

const schedules = Number(process.env.CRATON_SCHEDULES ?? 10_000);
const only = process.env.CRATON_SEED;

async function run(seed: number, faults?: Parameters<typeof simulate>[1]): Promise<Outcome> {
  try {
    return await simulate(seed, faults);
  } catch (thrown) {
    throw new Error(`schedule of seed ${seed}: ${thrown instanceof Error ? thrown.message : thrown}`, {
      cause: thrown,
    });
  }
}

test("10,000 schedules of faults: rows converge, nothing comes back, nothing old is shown as fresh, no needless list", async () => {
  const seeds = only === undefined ? Array.from({ length: schedules }, (_, at) => at + 1) : [Number(only)];
  const met = new Map<string, number>();
  for (const seed of seeds) {
    const { faults } = await run(seed);
    for (const fault of faults) met.set(fault, (met.get(fault) ?? 0) + 1);
  }
  if (only === undefined) expect([...met.keys()].sort()).toEqual([...faultKinds].sort());
}, 900_000);

test("without faults there is one list a kind", async () => {
  for (let seed = 1; seed <= 50; seed++) expect(await run(seed, [])).toMatchObject({ lists: 2 });
});

test.each(faultKinds)("%s alone", async (fault) => {
  for (let seed = 1; seed <= 40; seed++) await run(seed, [fault]);
});
