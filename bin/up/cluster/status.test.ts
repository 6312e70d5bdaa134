import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clusterStatus } from "../../../lib/contract/cluster-status.ts";
import { Supervised } from "../supervise.mjs";
import { ClusterStatus } from "./status.mjs";

let folder: string;
beforeEach(() => {
  vi.useFakeTimers();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-status-"));
});
afterEach(() => {
  vi.useRealTimers();
  fs.rmSync(folder, { recursive: true, force: true });
});

const facts = { kubernetes: "v1.36.3", server: "https://127.0.0.1:7412", logs: "/s/cluster/log" };

test("what is written is what the console reads", () => {
  const service = new Supervised({ name: "etcd" }, { tell: () => {}, note: () => {} });
  const file = path.join(folder, "cluster.json");
  const status = new ClusterStatus(file, facts, () => [{ name: "etcd", ...service.fact }]);
  const read = () => clusterStatus.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  status.set("building", "compiles", 0.25);
  expect(read()).toMatchObject({ state: "building", note: "compiles", done: 0.25, ...facts });
  expect(read().components).toMatchObject([{ name: "etcd", state: "waiting", pid: null, restarts: 0, why: null }]);
  expect(fs.statSync(file).mode & 0o777).toBe(0o644);

  const { since } = read();
  vi.advanceTimersByTime(5000);
  for (const done of [0.3, 0.4, 0.5]) status.update({ done });
  expect(read().done).toBe(0.25);
  vi.advanceTimersByTime(250);
  expect(read()).toMatchObject({ done: 0.5, since });
  status.set("ready", "it answers");
  expect(read()).toMatchObject({ state: "ready", done: null });
  expect(read().since).not.toBe(since);
});
