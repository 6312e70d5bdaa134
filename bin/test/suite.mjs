/** Runs one suite under the checkout's Node, shows its output and counts what it says it ran. */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { nodePath, root } from "../up/checkout.mjs";

/** @returns {Promise<{name, passed, failed, seconds, why?}>} */
export async function runSuite(suite) {
  const began = Date.now();
  if (suite.report) fs.rmSync(suite.report, { force: true });
  const node = nodePath();
  const env = {
    ...process.env,
    PATH: `${path.dirname(node)}:${process.env.PATH}`,
    CI: process.env.CI ?? "",
    CRATON_REPORT: suite.report ?? "",
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const code = await new Promise((resolve) => {
    const child = spawn(node, suite.args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    child.on("error", () => resolve(127));
    child.on("close", (status, signal) => resolve(signal === null ? status : 128));
  });
  const { passed, failed } = counted(suite, code);
  const result = { name: suite.name, passed, failed, seconds: Math.round((Date.now() - began) / 1000) };
  if (passed + failed === 0) return { ...result, failed: 1, why: "it ran nothing" };
  if (code !== 0 && failed === 0) return { ...result, failed: 1, why: `it ended with ${code}` };
  return result;
}

function counted(suite, code) {
  if (suite.counts === "exit") return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (!fs.existsSync(suite.report)) return { passed: 0, failed: 0 };
  const json = JSON.parse(fs.readFileSync(suite.report, "utf8"));
  if (suite.counts === "vitest")
    return {
      passed: json.numPassedTests,
      failed:
        json.numFailedTests +
        (json.testResults ?? []).filter((file) => file.status === "failed" && file.assertionResults.length === 0)
          .length,
    };
  return { passed: json.stats.expected, failed: json.stats.unexpected + json.stats.flaky };
}
