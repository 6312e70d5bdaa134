/** The system user that the console runs as: no home, no shell, no group but its own. */
import fs from "node:fs";
import { command } from "./command.mjs";

export const consoleUser = "craton-console";

/** Makes the user when it is missing; answers {uid, gid}. */
export async function ensureConsoleUser() {
  const known = find();
  if (known !== null) return known;
  await command("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir",
    "/nonexistent",
    "--shell",
    "/usr/sbin/nologin",
    consoleUser,
  ]);
  const made = find();
  if (made === null) throw new Error(`useradd made no user ${consoleUser} in /etc/passwd`);
  return made;
}

function find() {
  for (const line of fs.readFileSync("/etc/passwd", "utf8").split("\n")) {
    const [name, , uid, gid] = line.split(":");
    if (name === consoleUser) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}
