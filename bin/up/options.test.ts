import path from "node:path";
import { describe, expect, test } from "vitest";
import { isLoopback, readOptions } from "./options.mjs";

const asRoot = { root: true };

describe("options of npm start", () => {
  test("defaults as root and without", () => {
    expect(readOptions([], {}, asRoot)).toMatchObject({
      state: "/var/lib/craton",
      host: "127.0.0.1",
      port: 7410,
      agentPort: 7411,
    });
    expect(readOptions([], { XDG_STATE_HOME: "/home/a/state" }, { root: false }).state).toBe("/home/a/state/craton");
  });

  test("--state goes before CRATON_STATE", () => {
    expect(readOptions([], { CRATON_STATE: "/s" }, asRoot).state).toBe("/s");
    expect(readOptions(["--state", "/t"], { CRATON_STATE: "/s" }, asRoot).state).toBe("/t");
  });

  test("the agent's port follows the console's", () => {
    expect(readOptions(["--port", "9000"], {}, asRoot).agentPort).toBe(9001);
    expect(readOptions(["--port", "9000", "--agent-port", "9100"], {}, asRoot).agentPort).toBe(9100);
  });

  test("the cluster's ports follow the console's, and there has to be room for all", () => {
    expect(readOptions(["--port", "9000"], {}, asRoot)).toMatchObject({ clusterPort: 9002, cluster: true });
    expect(readOptions(["--cluster-port", "9200"], {}, asRoot).clusterPort).toBe(9200);
    expect(() => readOptions(["--port", "65530"], {}, asRoot)).toThrow(/^--cluster-port 65532 leaves no room/);
    expect(readOptions(["--port", "65530", "--no-cluster"], {}, asRoot).cluster).toBe(false);
    expect(readOptions(["--port", "65530", "--cluster-port", "65531"], {}, asRoot).clusterPort).toBe(65531);
  });

  test.each([["0"], ["65535"], ["80a"], [""], ["-1"]])("port %j is refused by name", (port) => {
    expect(() => readOptions([`--port=${port}`], {}, asRoot)).toThrow(/--port/);
  });

  test.each([
    ["--subnet", "foo"],
    ["--subnet", "10.1.2.3/8"],
    ["--subnet", "10.0.0.0/30"],
    ["--subnet", "10.0.0.0/"],
    ["--service-cidr", "10.96.0.0/25"],
    ["--service-cidr", "10.0.0.0/8"],
    ["--bridge", "a-name-too-long-for-a-link"],
    ["--cgroup", "../x"],
  ])("%s %s is refused before anything is built", (name, value) => {
    expect(() => readOptions([name, value], {}, asRoot)).toThrow(new RegExp(`^${name} takes .*not`));
  });

  test("bridge, subnet and cgroup that are right pass", () => {
    const argv = ["--bridge", "ct_b-0", "--subnet", "10.95.0.0/24", "--cgroup", "craton-b"];
    expect(readOptions(argv, {}, asRoot)).toMatchObject({
      bridge: "ct_b-0",
      subnet: "10.95.0.0/24",
      cgroup: "craton-b",
    });
  });

  test("folders of settings are absolute, and have their places", () => {
    expect(readOptions([], {}, asRoot)).toMatchObject({ localConfig: "/etc/craton", systemConfig: "/usr/lib/craton" });
    const argv = ["--local-config", "conf", "--system-config", "/opt/conf"];
    const wanted = { localConfig: path.resolve("conf"), systemConfig: "/opt/conf" };
    expect(readOptions(argv, {}, asRoot)).toMatchObject(wanted);
  });

  test("an unknown option is named", () => {
    expect(() => readOptions(["--prot", "1"], {}, asRoot)).toThrow(/--prot/);
  });

  test("certificate and key go together", () => {
    expect(() => readOptions(["--tls-cert", "/c"], {}, asRoot)).toThrow(/--tls-key/);
  });

  test.each([
    ["127.0.0.1", true],
    ["127.9.9.9", true],
    ["::1", true],
    ["localhost", true],
    ["0.0.0.0", false],
    ["10.0.0.1", false],
    ["127.0.0.1.example", false],
  ])("%s is loopback: %s", (host, wanted) => {
    expect(isLoopback(host)).toBe(wanted);
  });

  test("kubeconfigs are files, each with a context or without, and contexts may hold colons", () => {
    const file = import.meta.filename;
    const read = (...given: string[]) =>
      readOptions(
        given.flatMap((one) => ["--kubeconfig", one]),
        {},
        asRoot,
      ).kubeconfigs;
    expect(read()).toEqual([]);
    expect(read(file, `${file}:arn:aws:x/y`)).toEqual([
      { file, context: null },
      { file, context: "arn:aws:x/y" },
    ]);
    expect(() => read("/nowhere:x")).toThrow("--kubeconfig takes a file, and there is no file /nowhere:x");
    expect(() => read("/tmp")).toThrow("there is no file /tmp");
  });
});
