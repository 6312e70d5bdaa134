/** Processes told from later ones with the same pid: pid and start time (field 22 of /proc/PID/stat, proc(5)). */
import fs from "node:fs";

/** Start time in ticks since boot as text, or null when there is no such process (or no /proc). */
export function startOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const rest = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return rest[0] === "Z" || rest[0] === "X" ? null : (rest[19] ?? null);
  } catch {
    return null;
  }
}

/** Whether this very process lives. Without /proc (not Linux) the pid alone decides. */
export function isAlive({ pid, start }) {
  if (fs.existsSync("/proc/self/stat")) return start !== null && startOf(pid) === start;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Ends a process: SIGTERM, then SIGKILL after `graceMs`. Resolves when it is gone. */
export async function endProcess(ref, graceMs) {
  const deadline = Date.now() + graceMs;
  signal(ref, "SIGTERM");
  while (isAlive(ref)) {
    if (Date.now() > deadline) signal(ref, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function signal(ref, name) {
  if (!isAlive(ref)) return;
  try {
    process.kill(ref.pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
