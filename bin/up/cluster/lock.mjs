/** A lock among processes, waited for; what a killed holder had started is handed out. */
import fs from "node:fs";
import { tryToHold } from "../holder-file.mjs";
import { startOf } from "../process.mjs";

const interval = 500;

/**
 * Waits for the lock, runs `work(lock)`, lets it go. `waiting(holder)` is called once when another holds it;
 * `left(children)` gets the processes that a killed holder had noted. `lock.child(ref)` notes one, null none.
 * @template T
 * @param {string} file
 * @param {{ signal?: AbortSignal, waiting?: (holder: { pid: number }) => void, left?: (child: { pid: number, start: string | null }) => Promise<unknown> }} options
 * @param {(lock: { child: (ref: object | null) => void }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, { signal, waiting = () => {}, left = async () => {} }, work) {
  const mine = { pid: process.pid, start: startOf(process.pid), child: null };
  const write = (to) => fs.writeFileSync(to, JSON.stringify(mine));
  const temp = `${file}.${process.pid}`;
  let told = false;
  write(temp);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { got, holder, former } = tryToHold(file, temp);
      if (got) break;
      if (holder) {
        if (!told) waiting(holder);
        told = true;
        await new Promise((resolve) => setTimeout(resolve, interval));
      } else if (former?.child) await left(former.child);
    }
  } finally {
    fs.rmSync(temp, { force: true });
  }
  try {
    return await work({
      child: (ref) => {
        mine.child = ref;
        write(temp);
        fs.renameSync(temp, file);
      },
    });
  } finally {
    fs.rmSync(file, { force: true });
  }
}
