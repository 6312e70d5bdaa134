/**
 * One start a state folder. The claim is STATE/run/up.json, made by link(2) so that only one of two starts gets it; it
 * names pid and start time, so that a claim left by a SIGKILL or a reboot is known to be stale.
 */
import fs from "node:fs";
import path from "node:path";
import { isAlive, startOf } from "./process.mjs";

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
      try {
        fs.linkSync(temp, file);
        return { left, claim: new Claim(file, mine) };
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      const other = readClaim(file);
      if (other !== null && isAlive(other))
        throw new Error(
          `${state} is in use by pid ${other.pid}, started ${other.since}, console at ${other.url}; press Ctrl-C there first`,
        );
      // Stale. Whoever renames it away may try again; the loser of that race finds the winner's claim above.
      const stale = `${file}.stale.${process.pid}`;
      try {
        fs.renameSync(file, stale);
      } catch (error) {
        if (error.code !== "ENOENT") throw error;
        continue;
      }
      const again = readClaim(stale);
      if (again !== null && isAlive(again)) {
        // Another start claimed between our look and our rename: give it back.
        fs.linkSync(stale, file);
        fs.unlinkSync(stale);
        continue;
      }
      fs.unlinkSync(stale);
      left = again?.children ?? left;
    }
  } finally {
    fs.rmSync(temp, { force: true });
  }
}

function readClaim(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
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
