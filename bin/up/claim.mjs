/** One start a state folder: the claim is STATE/run/up.json (holder-file.mjs). */
import fs from "node:fs";
import path from "node:path";
import { tryToHold } from "./holder-file.mjs";
import { startOf } from "./process.mjs";

/** Answers the former claim's children (processes that a killed start left), or throws naming who holds the folder. */
export function claimState(state, facts) {
  const run = path.join(state, "run");
  fs.mkdirSync(run, { recursive: true, mode: 0o755 });
  const file = path.join(run, "up.json");
  const mine = {
    pid: process.pid,
    start: startOf(process.pid),
    since: new Date().toISOString(),
    ...facts,
    children: {},
  };
  const temp = path.join(run, `up.${process.pid}.tmp`);
  fs.writeFileSync(temp, JSON.stringify(mine));
  let left = {};
  try {
    for (;;) {
      const { got, holder, former } = tryToHold(file, temp);
      if (got) return { left, claim: new Claim(file, mine) };
      if (holder)
        throw new Error(
          `${state} is in use by pid ${holder.pid}, started ${holder.since}, console at ${holder.url}; press Ctrl-C there first`,
        );
      left = former?.children ?? left;
    }
  } finally {
    fs.rmSync(temp, { force: true });
  }
}

class Claim {
  constructor(file, value) {
    this.file = file;
    this.value = value;
  }
  /** Notes a started process, so that a later start can end it after a SIGKILL of this one. */
  child(name, ref) {
    if (ref === null) delete this.value.children[name];
    else this.value.children[name] = ref;
    const temp = `${this.file}.tmp`;
    fs.writeFileSync(temp, JSON.stringify(this.value));
    fs.renameSync(temp, this.file);
  }
  release() {
    fs.rmSync(this.file, { force: true });
  }
}
