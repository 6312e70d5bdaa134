/**
 * `npm run bench [NAME …]`: runs the benchmarks of e2e/bench one after the other and prints a table and JSON
 * (test-results/bench.json). Each benchmark prints one JSON line a figure; peers are measured in the same run, interleaved.
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { nodePath, root } from "./up/checkout.mjs";

const benches = {
  "pod-start": "client process started → the app's first write, beside podman",
  "host-start": "each step of a pod's start on the Linux host, by runtime and network",
  "keeper-spawn": "1,000 spawns asked by a 300 MB process, beside its own spawn",
  "agent-idle": "resident memory of an idle agent",
  images: "an image of 20 layers beside skopeo and umoci, ACIs beside tar and sha512sum, 1,000 images listed",
  index: "150,000 rows, 1,000 changes a second, sorted by two columns",
  "index-queries": "sorts, filters, labels, free text and search over 150,000 pods that nobody looked at before",
  "slow-reader": "a 1 byte/s reader beside a quick one",
  "list-page": "first rows of a list of 1,000 pods in the browser",
};

const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(benches);
const figures = [];
let failed = 0;
for (const name of wanted) {
  if (benches[name] === undefined)
    throw new Error(`there is no benchmark ${name}, only ${Object.keys(benches).join(", ")}`);
  console.log(`── ${name}: ${benches[name]}`);
  const { code, lines } = await run(path.join(root, "e2e/bench", `${name}.ts`));
  for (const line of lines) if (line.startsWith("{")) figures.push({ bench: name, ...JSON.parse(line) });
  if (code !== 0) {
    failed += 1;
    console.log(`   failed (${code})`);
  }
}
table(figures);
fs.mkdirSync(path.join(root, "test-results"), { recursive: true });
fs.writeFileSync(path.join(root, "test-results/bench.json"), `${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = failed > 0 ? 1 : 0;

function run(file) {
  return new Promise((resolve) => {
    const child = spawn(nodePath(), [file], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece) => {
      text += piece;
    });
    child.once("close", (code) => resolve({ code, lines: text.split("\n") }));
  });
}

function table(rows) {
  const cells = rows.map((row) => [
    row.bench,
    row.name,
    `${row.median} ${row.unit}`,
    `${row.p99} ${row.unit}`,
    String(row.n),
    row.goal === undefined ? "" : `${row.goal} ${row.unit}`,
    row.note ?? "",
  ]);
  const all = [["benchmark", "figure", "median", "p99", "n", "goal", ""], ...cells];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  for (const row of all)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join("  ")
        .trimEnd(),
    );
}
