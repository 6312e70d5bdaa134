import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

const good = ["--state", "/var/lib/craton", "--name", "node-a"];

test("defaults", () => {
  expect(readConfig(good)).toEqual({
    state: "/var/lib/craton",
    name: "node-a",
    listen: { host: "127.0.0.1", port: 7411 },
    bridge: "craton0",
    subnet: "10.88.0.0/16",
    cgroup: "craton",
    keeperSocket: "/var/lib/craton/run/keeper.sock",
    runtime: undefined,
    cniPath: "/usr/lib/cni",
    configFolders: { system: "/usr/lib/craton", local: "/etc/craton" },
    uploadLimit: 8 * 2 ** 30,
  });
});

test("what is given", () => {
  const config = readConfig([
    ...good,
    "--listen=[::1]:80",
    "--subnet",
    "10.9.8.0/24",
    "--runtime",
    "runc",
    "--keeper=/k",
  ]);
  expect(config.listen).toEqual({ host: "::1", port: 80 });
  expect(config.subnet).toBe("10.9.8.0/24");
  expect(config.runtime).toBe("runc");
  expect(config.keeperSocket).toBe("/k");
});

test.each([
  [["--fake"], "unknown option --fake"],
  [["extra"], "unknown option extra"],
  [["--name", "node-b"], "--name is given twice"],
  [["--bridge"], "--bridge needs a value"],
  [["--bridge", "a-bridge-name-too-long"], "--bridge a-bridge-name-too-long: must be"],
  [["--bridge", "../x"], "--bridge ../x: must be"],
  [["--subnet", "10.88.0.1/16"], "--subnet 10.88.0.1/16: must be a network"],
  [["--subnet", "10.88.0.0/31"], "--subnet 10.88.0.0/31"],
  [["--cgroup", "a/b"], "--cgroup a/b: must be one cgroup name"],
  [["--listen", "7411"], "--listen 7411: must be HOST:PORT"],
  [["--listen", "h:70000"], "the port is above 65535"],
  [["--runtime", "docker"], "--runtime docker"],
  [["--local-config", "etc"], "--local-config etc: must be an absolute path"],
  [["--upload-limit", "much"], "--upload-limit much"],
])("%j is refused with %s", (more, why) => {
  expect(() => readConfig([...good, ...more])).toThrow(why);
});

test("what is missing is named", () => {
  expect(() => readConfig(["--name", "node-a"])).toThrow("--state is missing");
  expect(() => readConfig(["--state", "relative", "--name", "n"])).toThrow(
    "--state relative: must be an absolute path",
  );
});
