/** STATE/run/cluster.json, for the console and the command line; lib/contract/cluster-status.ts is its schema. */
import fs from "node:fs";

/** Progress of a build comes in hundreds of lines; the file follows at this pace, in ms. */
const pace = 250;

export class ClusterStatus {
  #timer = null;

  /** `components()` answers the components' facts. */
  constructor(file, { kubernetes, server, logs }, components) {
    this.file = file;
    this.components = components;
    this.value = { version: 1, state: "off", note: "", done: null, since: now(), kubernetes, server, logs };
  }

  /**
   * A new state, on disk at once.
   * @param {string} state
   * @param {string} note
   * @param {number | null} done
   */
  set(state, note, done = null) {
    const since = state === this.value.state ? this.value.since : now();
    this.value = { ...this.value, state, note, done, since };
    this.#write();
  }

  /** Another note in the same state, or components that changed: on disk soon. */
  update(more = {}) {
    this.value = { ...this.value, ...more };
    this.#timer ??= setTimeout(() => this.#write(), pace);
  }

  #write() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const temp = `${this.file}.tmp`;
    fs.writeFileSync(temp, `${JSON.stringify({ ...this.value, components: this.components() })}\n`, { mode: 0o644 });
    fs.renameSync(temp, this.file);
  }
}

const now = () => new Date().toISOString();
