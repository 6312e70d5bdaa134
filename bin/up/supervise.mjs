/**
 * Keeps a process running: output to a log file, readiness by a line there or by a probe, a crash is restarted with backoff
 * and told. The child writes to the file itself, so it lives on when this process is killed.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import { lastWords, lineIn, openLog, rotateLog } from "./log-file.mjs";
import { endProcess, startOf } from "./process.mjs";

const longest = 30_000;
/** How often a probe is asked until it says yes, and how often a log's size is looked at, in ms. */
const probeInterval = 50;
const logInterval = 60_000;

export class Supervised {
  #stopping = false;
  #child = null;
  #ref = null;
  #failures = 0;
  #timer = null;
  #stopped = null;
  #logTimer = null;

  /** What is known of the process, for whoever shows it. `why`: how it ended last, or null. */
  fact = { state: "waiting", pid: null, restarts: 0, since: new Date().toISOString(), why: null };

  /**
   * `spec`: {name, file, args, env, uid, gid, cwd, log, logGid, pidFile, probe, graceMs}; with `probe` (an async function) it is
   * ready when that answers true, else when it printed `ready`. `tell(text)` speaks to the person; `note(name, ref)`
   * remembers; `changed()` says that `fact` changed.
   */
  constructor(spec, { tell, note, changed = () => {} }) {
    this.spec = spec;
    this.tell = tell;
    this.note = note;
    this.changed = changed;
  }

  /** Starts and resolves when the child is ready; rejects with its last words when it ends before. */
  start() {
    this.#logTimer = setInterval(() => rotateLog(this.spec.log), logInterval);
    this.#logTimer.unref();
    return this.#spawn();
  }

  #set(state, more = {}) {
    this.fact = { ...this.fact, state, ...more, since: new Date().toISOString() };
    this.changed();
  }

  async #spawn() {
    const { spec } = this;
    const { fd, from } = openLog(spec.log, spec.logGid);
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
    this.#set(this.#failures === 0 ? "starting" : "restarting", { pid: child.pid ?? null });
    ended.then((how) => {
      fs.rmSync(spec.pidFile, { force: true });
      this.note(spec.name, null);
      this.#ref = null;
      if (this.#stopping || (!isReady && this.#failures === 0)) {
        this.#set("stopped", { pid: null, why: how });
        return this.#stopped?.();
      }
      this.#again(how, began);
    });
    const ready = spec.probe === undefined ? lineIn(spec.log, from, "ready", ended) : answers(spec.probe, ended);
    if (!(await Promise.race([ready, ended.then(() => false)])))
      throw new Error(`${spec.name} ended before it was ready: ${lastWords(spec.log, from)}`);
    isReady = true;
    if (!this.#stopping) this.#set("running");
  }

  #again(how, began) {
    this.#failures = Date.now() - began > 60_000 ? 1 : this.#failures + 1;
    const wait = Math.min(longest, 250 * 2 ** (this.#failures - 1));
    this.#set("restarting", { pid: null, restarts: this.fact.restarts + 1, why: how });
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
    clearInterval(this.#logTimer);
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#ref === null || this.#child === null) {
      if (this.fact.state !== "stopped") this.#set("stopped", { pid: null });
      return;
    }
    const gone = new Promise((resolve) => {
      this.#stopped = resolve;
    });
    await endProcess(this.#ref, this.spec.graceMs ?? 10_000);
    await gone;
  }
}

/** Asks until the answer is yes; false when the process ended. */
async function answers(probe, ended) {
  let isOver = false;
  ended.then(() => {
    isOver = true;
  });
  while (!isOver) {
    if (await probe()) return !isOver;
    await new Promise((resolve) => setTimeout(resolve, probeInterval));
  }
  return false;
}
