/** The suites of `npm test`, in order. `cluster` says that it needs the embedded Kubernetes. `counts` tells how a suite's numbers are read: its exit code alone, or a JSON report. */
import path from "node:path";
import { root } from "../up/checkout.mjs";

const bin = (name) => path.join(root, "node_modules", name);
const report = (name) => path.join(root, "test-results", `${name}.json`);
const vitest = (project) => [
  bin("vitest/vitest.mjs"),
  "run",
  "--project",
  project,
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report(project)}`,
];

export const suites = [
  {
    name: "types",
    what: "TypeScript, strict",
    check: true,
    args: [bin("typescript/bin/tsc"), "--noEmit"],
    counts: "exit",
  },
  { name: "lint", what: "Biome", check: true, args: [bin("@biomejs/biome/bin/biome"), "check", "."], counts: "exit" },
  {
    name: "imports",
    what: "the import rule",
    check: true,
    args: [path.join(root, "bin/import-rule.mjs")],
    counts: "exit",
  },
  { name: "dead", what: "dead code (knip)", check: true, args: [bin("knip/bin/knip.js")], counts: "exit" },
  {
    name: "unit",
    what: "unit and property tests",
    check: true,
    args: vitest("unit"),
    counts: "vitest",
    report: report("unit"),
  },
  {
    name: "agent",
    what: "agent, keeper, host and command line on the real kernel",
    root: true,
    args: vitest("agent"),
    counts: "vitest",
    report: report("agent"),
  },
  {
    name: "cluster",
    what: "the embedded Kubernetes for real",
    root: true,
    cluster: true,
    args: vitest("cluster"),
    counts: "vitest",
    report: report("cluster"),
  },
  {
    name: "console",
    what: "the browser against console, agent and cluster",
    root: true,
    cluster: true,
    args: [bin("@playwright/test/cli.js"), "test"],
    counts: "playwright",
    report: report("console"),
  },
];
