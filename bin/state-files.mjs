/**
 * Files of the state folder, for starters that run as root: never through a symlink, written whole or not at all, and with
 * the rights of the folder's owner. Plain JavaScript without dependencies, any Node >= 18.
 */
import * as fs from "node:fs";
import { join } from "node:path";

/** Only a regular file, never through a symlink and never a fifo: the console's folder is not the starter's own. */
export function readText(path, most = 65536) {
  let fd;
  try {
    fd = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK);
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ELOOP") return null;
    throw error;
  }
  try {
    const stat = fs.fstatSync(fd);
    return stat.isFile() && stat.size < most ? fs.readFileSync(fd, "utf8") : null;
  } finally {
    fs.closeSync(fd);
  }
}

function syncFolder(path) {
  const fd = fs.openSync(path, "r");
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** Writes beside, syncs, renames, syncs the folder. */
export function writeText(folder, name, text, mode) {
  const fresh = join(folder, `.${name}.new`);
  fs.rmSync(fresh, { force: true });
  const fd = fs.openSync(fresh, "wx", mode);
  try {
    fs.writeSync(fd, text);
    fs.fchmodSync(fd, mode);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  fs.renameSync(fresh, join(folder, name));
  syncFolder(folder);
}

export function makeFolder(path, mode) {
  fs.mkdirSync(path, { recursive: true, mode });
  if (!fs.lstatSync(path).isDirectory()) throw new Error(`${path} is not a folder`);
  fs.chmodSync(path, mode);
}

/** Does `work` with the effective rights of another user, so that nothing in that user's folders can lead root astray. */
export function asUser(owner, work) {
  if (owner === null || process.geteuid() !== 0 || owner.uid === 0) return work();
  const groups = process.getgroups();
  const gid = process.getegid();
  process.setgroups([owner.gid]);
  process.setegid(owner.gid);
  process.seteuid(owner.uid);
  try {
    return work();
  } finally {
    process.seteuid(0);
    process.setegid(gid);
    process.setgroups(groups);
  }
}
