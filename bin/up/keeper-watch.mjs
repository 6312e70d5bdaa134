/**
 * The keeper is meant to outlive everything; when it is killed all the same, a new one is started and the agent after it, in
 * the new keeper's namespace. Pods run on meanwhile.
 */
import fs from "node:fs";
import path from "node:path";
import { startKeeper } from "./keeper.mjs";
import { isAlive, startOf } from "./process.mjs";

/** How often the keeper's process is looked at, in ms. It is nobody's child here, so nothing else tells. */
const interval = 1000;

/** Calls `restart` after each new keeper. Answers how to stop watching. */
export function watchKeeper(state, release, { tell, restart }) {
  let ref = keeperRef(state);
  let isBusy = false;
  const timer = setInterval(async () => {
    if (isBusy || ref === null || isAlive(ref)) return;
    isBusy = true;
    try {
      tell(`the keeper (pid ${ref.pid}) is gone; a new one is started, and the agent with it. Pods run on.`);
      await startKeeper(state, release);
      ref = keeperRef(state);
      await restart();
    } catch (error) {
      tell(error.message);
    } finally {
      isBusy = false;
    }
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}

function keeperRef(state) {
  try {
    const pid = Number(fs.readFileSync(path.join(state, "run/keeper.pid"), "utf8"));
    return { pid, start: startOf(pid) };
  } catch {
    return null;
  }
}
