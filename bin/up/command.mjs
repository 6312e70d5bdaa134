/** Runs a command, keeps its last words for the error, and passes its lines to a listener. */
import { spawn } from "node:child_process";

/** @returns {Promise<string>} stdout. Rejects with a sentence that names the command and its last lines. */
export function command(file, args, { cwd, env, onLine, input } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: env ?? process.env,
      stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
    let stdout = "";
    let tail = "";
    const listen = (stream, keep) => {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        if (keep) stdout += text;
        tail = (tail + text).slice(-4000);
        const last = text.trimEnd().split("\n").at(-1)?.trim();
        if (last) onLine?.(last);
      });
    };
    listen(child.stdout, true);
    listen(child.stderr, false);
    if (input !== undefined) child.stdin.end(input);
    child.on("error", (error) => reject(new Error(`${file} could not be started: ${error.message}`)));
    child.on("close", (code, signal) => {
      if (code === 0) resolve(stdout);
      else
        reject(
          new Error(
            `${[file, ...args].join(" ")} ended with ${signal ?? code}:\n${tail.trim().split("\n").slice(-15).join("\n")}`,
          ),
        );
    });
  });
}
