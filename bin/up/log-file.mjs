/** The log files of supervised processes: opened for appending, read back, and kept from growing without end. */
import fs from "node:fs";
import path from "node:path";

/** Above this, in bytes, a log becomes NAME.1 and begins anew. */
const limit = 10 << 20;

/** Opens for appending, readable for the group `gid` too. Answers {fd, from}: `from` is where new words will begin. */
export function openLog(file, gid) {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o755 });
  rotateLog(file);
  const fd = fs.openSync(file, "a", 0o640);
  if (gid !== undefined) fs.fchownSync(fd, process.getuid(), gid);
  return { fd, from: fs.fstatSync(fd).size };
}

/** A process that runs keeps its open file: what is in it is copied away and the file cut to nothing. */
export function rotateLog(file) {
  try {
    const { size, gid } = fs.statSync(file);
    if (size <= limit) return;
    fs.copyFileSync(file, `${file}.1`);
    fs.chmodSync(`${file}.1`, 0o640);
    fs.chownSync(`${file}.1`, process.getuid(), gid);
    fs.truncateSync(file, 0);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

/** Waits for a line in a growing file, by change events; false when the promise `ended` settles first. */
export function lineIn(file, from, wanted, ended) {
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

/** The last lines after `from`, for an error's sentence. */
export function lastWords(file, from) {
  return tail(file, from).trim().split("\n").slice(-5).join("\n") || "no word";
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
