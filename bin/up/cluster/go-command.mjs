/** One run of the go command: in a process group of its own, so that Ctrl-C reaches it only through us, and all of it ends. */
import { spawn } from "node:child_process";
import { startOf } from "../process.mjs";

/** How long the group may take to end when it is asked to, in ms. */
const grace = 3000;

/**
 * `onLine(line)` gets each line of stderr. Answers stdout; rejects with the last lines, or with the signal's reason.
 * `note({pid, start} | null)` remembers the process.
 * @param {string} go
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, signal?: AbortSignal, onLine?: (line: string) => void,
 *   note?: (ref: { pid: number, start: string | null } | null) => void }} options
 * @returns {Promise<string>}
 */
export function goCommand(go, args, { cwd, env, signal, onLine = () => {}, note = () => {} }) {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    // The machine is somebody's: the build takes what is left of it.
    const child = spawn("nice", ["-n", "19", go, ...args], {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let rest = "";
    const last = [];
    let timer = null;
    const abort = () => {
      endGroup(child.pid, "SIGTERM");
      timer = setTimeout(() => endGroup(child.pid, "SIGKILL"), grace);
    };
    signal?.addEventListener("abort", abort, { once: true });
    if (child.pid !== undefined) note({ pid: child.pid, start: startOf(child.pid) });
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        last.push(line);
        if (last.length > 15) last.shift();
        onLine(line);
      }
    });
    child.on("error", (error) => reject(new Error(`nice could not be started: ${error.message}`)));
    child.on("close", (code, how) => {
      signal?.removeEventListener("abort", abort);
      if (timer !== null) clearTimeout(timer);
      // What the go command started may live on when it was killed itself.
      if (code !== 0) endGroup(child.pid, "SIGKILL");
      note(null);
      if (signal?.aborted) reject(signal.reason);
      else if (code === 0) resolve(stdout);
      else reject(new Error(`go ${args[0]} ended with ${how ?? code}:\n${[...last, rest].join("\n").trim()}`));
    });
  });
}

/** Sends a signal to a process group; one that is gone is fine. */
export function endGroup(pid, name) {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
