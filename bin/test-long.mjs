/**
 * `npm run test:long`: what `npm test` does in short, at full length; half an hour on 2 cores. Wants root and the built cluster
 * (bin/cluster-build.mjs). CRATON_SEED repeats a run. Words given name suites: `npm run test:long -- oracle`.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { nodePath, root } from "./up/checkout.mjs";

const vitest = (project, ...files) => [
  path.join(root, "node_modules/vitest/vitest.mjs"),
  "run",
  "--project",
  project,
  ...files,
];

/** `env` is what makes a suite long. */
const suites = [
  {
    name: "oracle",
    what: "100,000 questions to the console against what the API server gives each user",
    env: { CRATON_PROBES: "100000" },
    args: vitest("cluster", "e2e/cluster/oracle.spec.ts"),
  },
  {
    name: "power",
    what: "2,000 power cuts and kills at the steps of the image store, every one of its upkeep and of downloads",
    env: { CRATON_CUTS: "2000" },
    args: vitest(
      "agent",
      "e2e/agent/image-power.spec.ts",
      "e2e/agent/image-upkeep-cut.spec.ts",
      "e2e/agent/image-web-crash.spec.ts",
    ),
  },
  {
    name: "archives",
    what: "every archive of three entries of a hostile alphabet",
    env: { CRATON_ARCHIVES: "all" },
    args: vitest("agent", "e2e/agent/image-enumerate.spec.ts", "e2e/agent/image-escape.spec.ts"),
  },
];

const only = process.argv.slice(2);
const failed = [];
for (const { name, what, env, args } of suites.filter((suite) => only.length === 0 || only.includes(suite.name))) {
  process.stdout.write(`\n── ${name}: ${what}\n`);
  const { status } = spawnSync(nodePath(), args, { cwd: root, env: { ...process.env, ...env }, stdio: "inherit" });
  if (status !== 0) failed.push(name);
}
process.stdout.write(failed.length === 0 ? "all passed\n" : `failed: ${failed.join(", ")}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
