/**
 * One holder a file, among processes: made by link(2) so that only one of two gets it, naming pid and start time so that a
 * holder that was killed is known to be gone.
 */
import fs from "node:fs";
import { isAlive, startOf } from "../process.mjs";

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
      try {
        fs.linkSync(temp, file);
        break;
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const holder = read(file);
      if (holder !== null && isAlive(holder)) {
        if (!told) waiting(holder);
        told = true;
        await new Promise((resolve) => setTimeout(resolve, interval));
        continue;
      }
      const stale = `${file}.stale.${process.pid}`;
      try {
        fs.renameSync(file, stale);
      } catch (error) {
        if (error.code !== "ENOENT") throw error;
        continue;
      }
      const again = read(stale);
      if (again !== null && isAlive(again)) {
        // Another got it between our look and our rename: give it back.
        fs.linkSync(stale, file);
        fs.unlinkSync(stale);
        continue;
      }
      fs.unlinkSync(stale);
      if (again?.child) await left(again.child);
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

function read(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
