/** After a SIGKILL of a former start: its agent and console are ended (pods live on under the keeper), its pid files go. */
import fs from "node:fs";
import path from "node:path";
import { endProcess, isAlive, startOf } from "./process.mjs";

/** `children` come from the stale claim; the pid files are a second witness for what a claim could not note any more. */
export async function endLeftovers(state, children, tell) {
  const refs = Object.entries(children);
  for (const name of ["agent", "console"]) {
    const file = path.join(state, "run", `${name}.pid`);
    if (!fs.existsSync(file)) continue;
    const pid = Number(fs.readFileSync(file, "utf8"));
    if (Number.isInteger(pid) && isOurs(pid, state)) refs.push([name, { pid, start: startOf(pid) }]);
    fs.rmSync(file, { force: true });
  }
  for (const [name, ref] of refs) {
    if (!isAlive(ref)) continue;
    tell(`ends ${name} (pid ${ref.pid}) that a killed start left`);
    await endProcess(ref, 5000);
  }
}

/** A pid in a file may be another program's by now: its command line has to name this state folder. */
function isOurs(pid, state) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(state);
  } catch {
    return false;
  }
}
