/** A fork bomb stays in its app: the kernel counts its processes and refuses the 4,097th. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bench, openBench } from "../../agent/host/contract/bench.ts";
import { openLinux, type TestHost } from "../support/linux-host.ts";

let test: TestHost;
let bench: Bench;
beforeAll(async () => {
  test = await openLinux();
  bench = openBench(test);
});
afterAll(() => bench.close());

it("limits the processes of an app", async () => {
  const app = await bench.app(await bench.pod(), bench.commands.idle);
  const [uuid = "", name = ""] = app.spec.id.split(".");
  const roots = ["/sys/fs/cgroup/pids", "/sys/fs/cgroup"].map((root) => join(root, test.config.cgroup, uuid, name));
  const folder = roots.find((root) => existsSync(join(root, "pids.max")));
  expect(readFileSync(join(folder ?? "", "pids.max"), "utf8").trim()).toBe("4096");
});
