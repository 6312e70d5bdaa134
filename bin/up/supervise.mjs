/**
 * Keeps a process running: output to a log file, `ready` awaited there, a crash is restarted with backoff and told.
 * The child writes to the file itself, so it lives on when this process is killed.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { endProcess, startOf } from "./process.mjs";

const longest = 30_000;
const logLimit = 10 << 20;

export class Supervised {
  #stopping = false;
  #child = null;
  #ref = null;
  #failures = 0;
  #timer = null;
  #stopped = null;

  /** `spec`: {name, file, args, env, uid, gid, cwd, log, pidFile, graceMs}. `tell(text)` speaks to the person; `note(name, ref)` remembers. */
  constructor(spec, { tell, note }) {
    this.spec = spec;
    this.tell = tell;
    this.note = note;
  }

  /** Starts and resolves when the child printed `ready`; rejects with its last words when it ends before. */
  start() {
    return this.#spawn();
  }

  async #spawn() {
    const { spec } = this;
    rotate(spec.log);
    const fd = fs.openSync(spec.log, "a", 0o640);
    const from = fs.fstatSync(fd).size;
    const child = spawn(spec.file, spec.args, {
      env: spec.env,
      cwd: spec.cwd,
      uid: spec.uid,
      gid: spec.gid,
      stdio: ["ignore", fd, fd],
      detached: true,
    });
    fs.closeSync(fd);
    this.#child = child;
    const began = Date.now();
    let isReady = false;
    const ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve(signal === null ? `exit code ${code}` : signal));
    });
    if (child.pid !== undefined) {
      this.#ref = { pid: child.pid, start: startOf(child.pid) };
      this.note(spec.name, this.#ref);
      fs.writeFileSync(`${spec.pidFile}.tmp`, `${child.pid}\n`);
      fs.renameSync(`${spec.pidFile}.tmp`, spec.pidFile);
    }
    ended.then((how) => {
      fs.rmSync(spec.pidFile, { force: true });
      this.note(spec.name, null);
      this.#ref = null;
      if (this.#stopping) return this.#stopped?.();
      if (!isReady && this.#failures === 0) return;
      this.#again(how, began);
    });
    const ready = await Promise.race([lineIn(spec.log, from, "ready", ended), ended.then(() => false)]);
    if (!ready) throw new Error(`${spec.name} ended before it was ready: ${lastWords(spec.log, from)}`);
    isReady = true;
  }

  #again(how, began) {
    this.#failures = Date.now() - began > 60_000 ? 1 : this.#failures + 1;
    const wait = Math.min(longest, 250 * 2 ** (this.#failures - 1));
    this.tell(`${this.spec.name} ended (${how}), starts again in ${wait / 1000} s; log: ${this.spec.log}`);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#spawn().then(
        () => this.tell(`${this.spec.name} runs again`),
        (error) => {
          if (!this.#stopping) this.tell(error.message);
        },
      );
    }, wait);
  }

  /** Ends the child, so that it starts again at once as `spec` says now. */
  async restart(spec) {
    this.spec = spec;
    this.#failures = 0;
    if (this.#ref !== null) await endProcess(this.#ref, spec.graceMs ?? 10_000);
  }

  async stop() {
    this.#stopping = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#ref === null || this.#child === null) return;
    const gone = new Promise((resolve) => {
      this.#stopped = resolve;
    });
    await endProcess(this.#ref, this.spec.graceMs ?? 10_000);
    await gone;
  }
}

/** Waits for a line in a growing file, by change events; the promise `ended` stops the wait. */
function lineIn(file, from, wanted, ended) {
  return new Promise((resolve) => {
    const look = () => {
      const text = tail(file, from);
      if (text.split("\n").includes(wanted)) done(true);
    };
    const watcher = fs.watch(path.dirname(file), (_event, name) => {
      if (name === null || name === path.basename(file)) look();
    });
    const done = (value) => {
      watcher.close();
      resolve(value);
    };
    ended.then(() => done(false));
    look();
  });
}

function tail(file, from) {
  const fd = fs.openSync(file, "r");
  try {
    const size = fs.fstatSync(fd).size;
    const buffer = Buffer.alloc(Math.max(0, Math.min(size - from, 1 << 20)));
    fs.readSync(fd, buffer, 0, buffer.length, from);
    return buffer.toString("utf8");
  } finally {
    fs.closeSync(fd);
  }
}

function lastWords(file, from) {
  return tail(file, from).trim().split("\n").slice(-5).join("\n") || "no word";
}

function rotate(log) {
  fs.mkdirSync(path.dirname(log), { recursive: true, mode: 0o755 });
  if (fs.existsSync(log) && fs.statSync(log).size > logLimit) fs.renameSync(log, `${log}.1`);
}
