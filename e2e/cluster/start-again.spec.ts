/** Twenty starts and stops on one folder, each stopped under open watches: nothing is lost, nothing is left. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { startControlPlane } from "../support/control-plane.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-again-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));
const times = 20;

/** Command lines of processes that name the folder. */
function processes(): string[] {
  return fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const words = fs.readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return words.includes(folder) ? [words.replaceAll("\0", " ")] : [];
      } catch {
        return [];
      }
    });
}

test(`${times} starts and stops under watch leave nothing and lose nothing`, { timeout: 900_000 }, async () => {
  const seconds: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const began = Date.now();
    const cluster = await startControlPlane({ folder });
    seconds.push((Date.now() - began) / 1000);
    const found = cluster.kubectl("get", "configmaps", "-l", "kept=yes", "-o", "jsonpath={.items[*].data.round}");
    expect(
      found
        .split(" ")
        .filter(Boolean)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual([...Array(i).keys()]);
    const watches = ["configmaps", "namespaces"].map((kind) => cluster.watch(kind));
    await Promise.all(watches.map(({ began: first }) => first));
    const metadata = { name: `round-${i}`, labels: { kept: "yes" } };
    cluster.apply({ apiVersion: "v1", kind: "ConfigMap", metadata, data: { round: String(i) } });
    const stopping = Date.now();
    await cluster.stop();
    expect(Date.now() - stopping, "the stop, in ms").toBeLessThan(9_000);
    for (const watch of watches) watch.end();
    await Promise.all(watches.map(({ ended }) => ended));
    expect(processes()).toEqual([]);
    expect(fs.readdirSync(path.join(folder, "run"))).toEqual([]);
    const temp = fs.readdirSync(path.join(folder, "cluster"), { recursive: true, encoding: "utf8" });
    expect(temp.filter((name) => /(^|\/)tmp-|\.tmp$|\.new$/.test(name) && !name.startsWith("etcd/data"))).toEqual([]);
  }
  const [first, ...later] = seconds;
  later.sort((a, b) => a - b);
  console.log(`first start ${first?.toFixed(1)} s, later ones ${later[later.length >> 1]?.toFixed(1)} s in the median`);
});
