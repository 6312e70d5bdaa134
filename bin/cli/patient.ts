/** Calls that outlast a restart of the agent. */
import { setTimeout as sleep } from "node:timers/promises";
import { CratonError } from "../../lib/contract/errors.ts";

const wait = 250;

const isAway = (error: unknown): error is CratonError =>
  error instanceof CratonError && ["agent-unreachable", "unavailable"].includes(error.code);

/** It was there when we asked: the answer is lost, not the agent. */
export function brokeOff(error: unknown): boolean {
  const { cause } = isAway(error) ? error : { cause: undefined };
  return cause instanceof Error && "code" in cause && (cause.code === "ECONNRESET" || cause.code === "EPIPE");
}

/** Asks again while the agent is away, for at most `patience` ms. `first` decides whether the first failure is worth it. */
export async function patiently<T>(
  ask: () => Promise<T>,
  { patience = 120_000, first = isAway as (error: unknown) => boolean, pause = wait } = {},
): Promise<T> {
  const began = performance.now();
  for (let count = 0; ; count++) {
    try {
      return await ask();
    } catch (error) {
      const again = count === 0 ? first(error) : isAway(error);
      if (!again || performance.now() - began > patience) throw error;
      await sleep(pause);
    }
  }
}
