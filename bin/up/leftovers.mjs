/** After a SIGKILL of a former start: what it ran is ended (pods live on under the keeper), its pid files go. */
import fs from "node:fs";
import path from "node:path";
import { componentNames } from "./cluster/places.mjs";
import { endProcess, isAlive, startOf } from "./process.mjs";

/** The order of their end: who watches before who is watched, and never etcd before the apiserver. */
const order = ["console", "agent", ...[...componentNames].reverse()];
/** How long each may take, in ms; etcd closes its files. */
const grace = { "kube-apiserver": 10_000, etcd: 30_000 };

/** `children` come from the stale claim; the pid files are a second witness for what a claim could not note any more. */
export async function endLeftovers(state, children, tell) {
  const refs = Object.entries(children);
  for (const name of order) {
    const file = path.join(state, "run", `${name}.pid`);
    if (!fs.existsSync(file)) continue;
    const pid = Number(fs.readFileSync(file, "utf8"));
    if (Number.isInteger(pid) && isOurs(pid, state)) refs.push([name, { pid, start: startOf(pid) }]);
    fs.rmSync(file, { force: true });
  }
  refs.sort(([one], [other]) => order.indexOf(one) - order.indexOf(other));
  for (const [name, ref] of refs) {
    if (!isAlive(ref)) continue;
    tell(`ends ${name} (pid ${ref.pid}) that a killed start left`);
    await endProcess(ref, grace[name] ?? 5000);
  }
}

/** A pid in a file may be another program's by now: its command line has to name this state folder. */
function isOurs(pid, state) {
  try {
    const words = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return words.some((word) => word === state || word.startsWith(`${state}/`) || word.includes(`=${state}/`));
  } catch {
    return false;
  }
}
