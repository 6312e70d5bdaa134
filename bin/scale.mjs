/**
 * `npm run scale [-- --pods N --nodes N --minutes N --sessions N …]`: the budgets of docs/scale.md, measured. With `--check` the
 * synthetic API server is compared with the real one at 10,000 pods instead.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { build } from "./build.mjs";
import { nodePath, root } from "./up/checkout.mjs";

const words = process.argv.slice(2);
const isCheck = words.includes("--check");
if (!isCheck && process.env.CRATON_BUILD === undefined) await build(["bundles", "console"]);
const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
const args = isCheck
  ? [vitest, "run", "--project", "cluster", "e2e/cluster/synthetic.spec.ts"]
  : [path.join(root, "e2e/scale/run.ts"), ...words];
const env = isCheck ? { ...process.env, CRATON_SAME_PODS: "10000" } : process.env;
const child = spawn(nodePath(), args, { cwd: root, stdio: "inherit", env });
// Ctrl-C reaches the child too: it takes down what it started.
process.on("SIGINT", () => {});
child.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
