import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freeAddresses, reservations } from "./addresses.ts";
import { bridgeConfig, networkOf, pluginError, portMappings, portmapConfig } from "./cni.ts";
import { forwardDrops, portmapIdle, tableScript } from "./firewall.ts";
import { hostsFile, resolvFile } from "./names.ts";
import { claimPorts, portsOf, releasePorts } from "./ports.ts";
import { splitRule } from "./rules.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-net-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const network = { bridge: "br0", subnet: "10.1.0.0/16", addresses: "/ipam" };

describe("CNI", () => {
  it("hands the first plugin's result on to the second", () => {
    const result = { cniVersion: "1.0.0", ips: [{ address: "10.1.0.2/16", gateway: "10.1.0.1" }], more: 1 };
    const mappings = portMappings([{ protocol: "tcp", hostIP: "0.0.0.0", hostPort: 80, podPort: 8080 }]);
    expect(mappings).toEqual([{ hostPort: 80, containerPort: 8080, protocol: "tcp", hostIP: "" }]);
    expect(portmapConfig(network, mappings, result)).toMatchObject({ name: "br0", prevResult: result });
    expect(bridgeConfig(network)).toMatchObject({ ipMasq: false, ipam: { dataDir: "/ipam" } });
    expect(networkOf(result)).toEqual({ name: "default", interface: "eth0", ip: "10.1.0.2", gateway: "10.1.0.1" });
    expect(networkOf({ cniVersion: "1.0.0" })).toBeNull();
  });
  it("finds what a plugin complains of", () => {
    expect(pluginError('{"code":100,"msg":"no address left","details":"range"}', "")).toBe("no address left: range");
    expect(pluginError('{"code":11,"msg":"try later"}', "x")).toBe("try later");
    expect(pluginError("", "one\ntwo\n")).toBe("two");
    expect(pluginError("", "")).toBe("it wrote nothing");
  });
});

describe("claims on ports", () => {
  const port = (hostIP: string, hostPort: number, protocol: "tcp" | "udp" = "tcp") => ({
    ...{ protocol, hostIP, hostPort, podPort: 1 },
  });
  it("clash on the same address, and with every address", () => {
    claimPorts(folder, "one", [port("127.0.0.1", 80)]);
    expect(() => claimPorts(folder, "two", [port("127.0.0.1", 80)])).toThrow(/pod one has it/);
    expect(() => claimPorts(folder, "two", [port("0.0.0.0", 80)])).toThrow(/80\/tcp/);
    expect(() => claimPorts(folder, "two", [port("", 80)])).toThrow(/80\/tcp/);
    claimPorts(folder, "two", [port("10.0.0.1", 80), port("127.0.0.1", 80, "udp"), port("127.0.0.1", 8)]);
    claimPorts(folder, "one", [port("127.0.0.1", 80)]);
  });
  it("are all taken or none", () => {
    claimPorts(folder, "one", [port("0.0.0.0", 2)]);
    expect(() => claimPorts(folder, "two", [port("0.0.0.0", 1), port("0.0.0.0", 2)])).toThrow();
    expect(readdirSync(folder)).toEqual(["tcp-0.0.0.0-2"]);
  });
  it("are given back, and none is success", () => {
    claimPorts(folder, "one", [port("0.0.0.0", 1), port("0.0.0.0", 2, "udp")]);
    expect(portsOf(folder, "one")).toEqual([
      { protocol: "tcp", hostIP: "0.0.0.0", hostPort: 1, podPort: 1 },
      { protocol: "udp", hostIP: "0.0.0.0", hostPort: 2, podPort: 2 },
    ]);
    releasePorts(folder, "one");
    releasePorts(folder, "one");
    releasePorts(join(folder, "nowhere"), "one");
    expect(readdirSync(folder)).toEqual([]);
  });
});

it("frees the addresses of one pod, and no other file of host-local's", () => {
  const files = { "10.1.0.2": "one\r\neth0", "10.1.0.3": "two\r\neth0", "last_reserved_ip.0": "10.1.0.3", lock: "" };
  mkdirSync(join(folder, "br0"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "br0", name), text);
  freeAddresses(join(folder, "br0"), "one");
  expect(reservations(join(folder, "br0"))).toEqual([{ address: "10.1.0.3", uuid: "two" }]);
  expect(readdirSync(join(folder, "br0")).sort()).toEqual(["10.1.0.3", "last_reserved_ip.0", "lock"]);
  expect(reservations(join(folder, "none"))).toEqual([]);
});

describe("rules", () => {
  it("replace the table whether it was there or not", () => {
    expect(tableScript("br0", "10.1.0.0/16")).toMatch(
      /^table inet craton-br0 {}\ndelete table inet craton-br0\ntable inet/,
    );
  });
  it("read what iptables lists", () => {
    expect(forwardDrops("-P FORWARD DROP\n-A FORWARD -j X\n")).toBe(true);
    expect(forwardDrops("-P FORWARD ACCEPT\n")).toBe(false);
    expect(portmapIdle("-N CNI-HOSTPORT-DNAT\n-A OUTPUT -j CNI-HOSTPORT-DNAT\n")).toBe(true);
    expect(portmapIdle("-A CNI-HOSTPORT-DNAT -p tcp -j CNI-DN-1\n")).toBe(false);
    expect(splitRule('-m comment --comment "CNI portfwd masquerade" -j X')).toEqual([
      ...["-m", "comment", "--comment", "CNI portfwd masquerade", "-j", "X"],
    ]);
  });
});

describe("names", () => {
  const sandbox = {
    pause: { pid: 1, start: "1" },
    networks: [{ name: "default", interface: "eth0", ip: "10.1.0.2", gateway: null }],
  };
  it("give the pod its own name", () => {
    expect(hostsFile({ hostname: "web", net: "default", sandbox }, "")).toContain("10.1.0.2\tweb\n");
    expect(hostsFile({ hostname: "web", net: "none", sandbox: { ...sandbox, networks: [] } }, "")).toContain(
      "127.0.1.1\tweb\n",
    );
    expect(hostsFile({ hostname: "web", net: "host", sandbox }, "1.2.3.4 x\n")).toMatch(/^1\.2\.3\.4 x\n/);
  });
  it("leave out resolvers that only the host can reach", () => {
    const file = "nameserver 127.0.0.53\nnameserver ::1\nnameserver 10.0.0.1\nsearch a.b\n";
    expect(resolvFile("default", file)).toBe("nameserver 10.0.0.1\nsearch a.b\n");
    expect(resolvFile("host", file)).toBe(file);
    expect(resolvFile("none", file)).toBe("");
  });
});
