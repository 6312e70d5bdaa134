/** Ending what is in a cgroup, and waiting for it without polling. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ProcessRef } from "../host.ts";
import type { Keeper } from "../keeper/client.ts";
import type { Cgroups } from "./cgroup/shape.ts";
import { isAlive, refOf, signalRef } from "./proc.ts";

const patience = 10_000;
const rounds = 20;

/** SIGKILLs everything in and below the cgroup until nothing is left; a fork in between is met by the next round. */
export async function emptyCgroup(cgroups: Cgroups, path: string, keeper: Keeper): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const refs = cgroups
      .processes(path)
      .map(refOf)
      .filter((ref) => ref !== null);
    const live = refs.filter(isAlive);
    if (live.length === 0) return;
    for (const ref of live) signalRef(ref, "SIGKILL");
    await Promise.all(live.map((ref) => ended(ref, keeper)));
  }
  throw new CratonError("host-failed", { command: `kill ${path}`, why: "new processes keep appearing" });
}

/** Resolves when the process has ended; rejects after 10 s (a process in the kernel's hands cannot be killed). */
export function ended(ref: ProcessRef, keeper: Keeper): Promise<void> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => {
      cancel();
      fail(new CratonError("host-failed", { command: `kill ${ref.pid}`, why: "the process does not end" }));
    }, patience);
    const cancel = keeper.watch(ref, () => {
      clearTimeout(timer);
      done();
    });
  });
}

/** A cgroup may be busy for an instant after its last process was reaped: a few more tries, then the error. */
export async function removeCgroup(cgroups: Cgroups, path: string): Promise<void> {
  for (let left = 50; ; left -= 1) {
    try {
      cgroups.remove(path);
      return;
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((again) => setTimeout(again, 10));
    }
  }
}
