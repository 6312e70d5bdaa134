/**
 * A file that one process at a time holds: made by link(2), so that only one of two gets it; it names pid and start time, so
 * that a holder which was killed, or fell with the machine, is known to be gone.
 */
import fs from "node:fs";
import { isAlive } from "./process.mjs";

/**
 * One try. `temp` is this process's own file with what the held file is to say. Answers `{ got: true }`, `{ holder }` while
 * another lives, or `{ former }`: one that was gone is taken away, what it said (or null) is told, and the next try may get it.
 */
export function tryToHold(file, temp) {
  try {
    fs.linkSync(temp, file);
    return { got: true };
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  const holder = readHolder(file);
  if (holder !== null && isAlive(holder)) return { holder };
  // Whoever renames it away may try again; the loser of that race finds the winner's file.
  const stale = `${file}.stale.${process.pid}`;
  try {
    fs.renameSync(file, stale);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return { former: null };
  }
  const former = readHolder(stale);
  if (former === null || !isAlive(former)) {
    fs.unlinkSync(stale);
    return { former };
  }
  // Another got it between our look and our rename: give it back.
  fs.linkSync(stale, file);
  fs.unlinkSync(stale);
  return { holder: former };
}

function readHolder(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
