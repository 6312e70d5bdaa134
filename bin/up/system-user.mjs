/** System users that parts of Craton run as: no home, no shell, no group but their own. */
import fs from "node:fs";
import { command } from "./command.mjs";

export const consoleUser = "craton-console";

/** Makes the user `name` when it is missing; answers {uid, gid}. */
export async function ensureSystemUser(name) {
  const known = findUser(name);
  if (known !== null) return known;
  const home = ["--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"];
  await command("useradd", ["--system", "--user-group", ...home, name]).catch((error) => {
    // Another start may have made it in between.
    if (findUser(name) === null) throw error;
  });
  const made = findUser(name);
  if (made === null) throw new Error(`useradd made no user ${name} in /etc/passwd`);
  return made;
}

/** {uid, gid} of a user of /etc/passwd, or null. */
export function findUser(wanted) {
  for (const line of fs.readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name === wanted) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}
