/**
 * `npm run uninstall -- [--state DIR] [--yes] [--keep-user]`: stops and removes the pods, takes away bridge, firewall table and
 * cgroup, the state folder and, after the last of the default state, the system users and caches; `--keep-user` leaves those. Debian packages stay. Plain JavaScript without dependencies.
 */
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline/promises";
import { parseArgs } from "node:util";
import { nodePath } from "./up/checkout.mjs";
import { claimState } from "./up/claim.mjs";
import { clusterUsers } from "./up/cluster/users.mjs";
import { command } from "./up/command.mjs";
import { retireKeeper, startKeeper } from "./up/keeper.mjs";
import { readLayout } from "./up/layout.mjs";
import { endLeftovers } from "./up/leftovers.mjs";
import { readOptions } from "./up/options.mjs";
import { consoleUser, findUser } from "./up/system-user.mjs";

const isRoot = process.getuid?.() === 0;

try {
  const { values } = parseArgs({
    options: { state: { type: "string" }, yes: { type: "boolean" }, "keep-user": { type: "boolean" } },
  });
  const { state } = readOptions(values.state === undefined ? [] : ["--state", values.state], process.env, {
    root: isRoot,
  });
  if (!fs.existsSync(path.join(state, "run"))) throw new Error(`there is no Craton in ${state}`);
  if (values.yes !== true && !(await agreed(state))) process.exit(1);
  const { left, claim } = claimState(state, { url: "the uninstaller" });
  await endLeftovers(state, left, console.log);
  const layout = readLayout(state);
  if (layout !== null) await removeFromKernel(state, layout);
  claim.release();
  fs.rmSync(state, { recursive: true, force: true });
  if (isRoot && state === "/var/lib/craton" && values["keep-user"] !== true) {
    // Compiled code of bin/craton, and built clusters.
    fs.rmSync("/var/cache/craton", { recursive: true, force: true });
    for (const name of [consoleUser, ...Object.values(clusterUsers)]) {
      if (findUser(name) === null) continue;
      await command("userdel", [name]).catch((error) => console.log(`the user ${name} stays: ${error.message}`));
    }
  }
  console.log(`${state} is gone`);
} catch (error) {
  console.error(`craton: ${error.message}`);
  process.exitCode = 1;
}

async function agreed(state) {
  if (!process.stdin.isTTY) throw new Error("say --yes to remove everything without being asked");
  const ask = readline.createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question(`All pods, images, logs and the audit log in ${state} will be deleted. Type yes: `);
  ask.close();
  return answer.trim() === "yes";
}

/** Needs the keeper: what it holds is seen only from its mount namespace. */
async function removeFromKernel(state, { release, bridge, subnet, cgroup }) {
  await startKeeper(state, release);
  const keeper = fs.readFileSync(path.join(state, "run/keeper.pid"), "utf8").trim();
  const program = [nodePath(), path.join(release, "dist/uninstall-network.js")];
  const options = ["--state", state, "--bridge", bridge, "--subnet", subnet, "--cgroup", cgroup];
  console.log((await command("nsenter", [`--mount=/proc/${keeper}/ns/mnt`, "--", ...program, ...options])).trim());
  await retireKeeper(state, release);
}
