/**
 * `npm test`: set-up, types, lint, dead code, unit tests, agent tests as root, browser tests; `--check` stops before
 * what needs root. Plain JavaScript without dependencies, for any Node >= 18. The last line is `N passed, N failed`
 * from the suites' own counts; a suite that ran nothing counts as failed.
 */
import fs from "node:fs";
import path from "node:path";
import { runSuite } from "./test/suite.mjs";
import { suites } from "./test/suites.mjs";
import { traces } from "./test/traces.mjs";
import { installModules, nodePath, root, wantedNode } from "./up/checkout.mjs";
import { ensureBinary } from "./up/cluster/build.mjs";
import { tenths } from "./up/cluster/build-progress.mjs";
import { command } from "./up/command.mjs";
import { installPackages, runPackages, testPackages } from "./up/packages.mjs";
import { Progress } from "./up/progress.mjs";

const only = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const isCheck = process.argv.includes("--check");
const isRoot = process.getuid?.() === 0;
const progress = new Progress(process.stdout);
const results = [];
/** Why there is no embedded Kubernetes to test with, or null. */
let noCluster = null;

try {
  await setUp();
  const before = isCheck ? null : traces();
  for (const suite of suites.filter(
    ({ name, check }) => (only.length === 0 || only.includes(name)) && (!isCheck || check),
  )) {
    const why = suite.root && !isRoot ? "root is missing" : suite.cluster ? noCluster : null;
    if (why !== null) {
      progress.line(`${suite.name} did not run: ${why}`);
      results.push({ name: suite.name, passed: 0, failed: 1, why });
      continue;
    }
    progress.line(`\n── ${suite.name}: ${suite.what}`);
    const result = await runSuite(suite);
    results.push(result);
    progress.line(
      `── ${suite.name}: ${result.passed} passed, ${result.failed} failed in ${result.seconds} s${result.why ? ` (${result.why})` : ""}`,
    );
  }
  if (before !== null) {
    const left = traces().filter((trace) => !before.includes(trace));
    for (const trace of left) progress.line(`left behind: ${trace}`);
    results.push({ name: "traces", passed: left.length === 0 ? 1 : 0, failed: left.length === 0 ? 0 : 1 });
  }
} catch (error) {
  progress.line(`craton: ${error.message}`);
  results.push({ name: "set-up", passed: 0, failed: 1 });
}

const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
progress.line("");
for (const result of results.filter((one) => one.failed > 0))
  progress.line(`failed: ${result.name}${result.why ? ` (${result.why})` : ""}`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** Ctrl-C does not reach the build, which is in a process group of its own, so it is broken off here. */
async function buildCluster() {
  const ending = new AbortController();
  const breakOff = () => ending.abort(new Error("broken off by Ctrl-C"));
  process.once("SIGINT", breakOff).once("SIGTERM", breakOff);
  try {
    await ensureBinary({ progress: tenths((text) => progress.line(text)), signal: ending.signal });
  } catch (error) {
    if (ending.signal.aborted) throw error;
    noCluster = error.message;
  } finally {
    process.off("SIGINT", breakOff).off("SIGTERM", breakOff);
  }
}

async function setUp() {
  if (!isCheck)
    await installPackages(isRoot ? [...runPackages, ...testPackages] : [], { progress, install: true, root: isRoot });
  await installModules({ progress, install: true });
  const node = nodePath();
  const version = (await command(node, ["--version"])).trim();
  if (version !== `v${wantedNode()}`) throw new Error(`Craton needs Node ${wantedNode()}, ${node} is ${version}`);
  fs.mkdirSync(path.join(root, "test-results"), { recursive: true });
  if (!isCheck && isRoot && suites.some(({ name, cluster }) => cluster && (only.length === 0 || only.includes(name))))
    await buildCluster();
  if (!isCheck)
    await progress.step("build", (note) =>
      command(node, [path.join(root, "bin/build.mjs")], { cwd: root, onLine: note }),
    );
  else if (!fs.existsSync(path.join(root, "next-env.d.ts")))
    fs.writeFileSync(path.join(root, "next-env.d.ts"), '/// <reference types="next" />\n');
}
