/** The pods' network: bridge, addresses, host ports, the way out, and what of it goes with whom. */
import { execFile, execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, connect as dial, type Server } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, type Bench, collect, openBench, type Pod } from "../../agent/host/contract/bench.ts";
import type { SandboxSpec } from "../../agent/host/host.ts";
import { openLinux, shell, type TestHost } from "../support/linux-host.ts";

type Port = SandboxSpec["ports"][number];
const serve = shell("exec nc -ll -p 8080 -e /bin/echo served");
/** Busybox has no UDP server: this one runs from the host's files in the pod's network. */
const serveUdp = `require("node:dgram").createSocket("udp4").on("message", function (_, from) {
  this.send("served", from.port, from.address);
}).bind(5353, () => console.log("ready"))`;

/** What a TCP server says, as soon as it is there: a refused connection is tried again. */
async function fetchFrom(host: string, port: number): Promise<string> {
  for (let left = 2000; ; left -= 1) {
    try {
      return await new Promise((done, fail) => {
        const socket = dial({ host, port });
        let text = "";
        socket.on("data", (data) => {
          text += data;
        });
        socket.once("error", fail);
        socket.once("close", () => done(text));
      });
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

describe("network", () => {
  let test: TestHost;
  let bench: Bench;
  beforeAll(async () => {
    test = await openLinux();
    bench = openBench(test);
  });
  afterAll(() => bench.close());

  const execSays = async (app: App, script: string) => {
    const session = await bench.host.exec({
      ...{ app: app.spec, args: shell(script), env: ["PATH=/bin"], cwd: "/", tty: null },
    });
    return (await collect(session)).out.trim();
  };
  const address = (pod: Pod) => pod.sandbox.networks[0]?.ip ?? "";
  const gateway = (pod: Pod) => pod.sandbox.networks[0]?.gateway ?? "";
  const port = async (change: Partial<Port> = {}): Promise<Port> => ({
    ...{ protocol: "tcp", hostIP: "0.0.0.0", hostPort: await test.freePort(), podPort: 8080 },
    ...change,
  });
  const nat = () => execFileSync("iptables", ["-w", "-t", "nat", "-S"], { encoding: "utf8" });

  it("joins pods with each other, under their own addresses", async () => {
    const [server, client] = await Promise.all([bench.pod({ net: "default" }), bench.pod({ net: "default" })]);
    await bench.app(server, shell("exec nc -ll -p 8080 -e /bin/sh -c 'netstat -tn | grep ESTABLISHED'"));
    const app = await bench.app(client, bench.commands.idle);
    await fetchFrom(address(server), 8080);
    expect(await execSays(app, `nc ${address(server)} 8080`)).toContain(`${address(client)}:`);
  });

  it("publishes a port on loopback, on the host's other addresses and to the pod itself", async () => {
    const published = await port();
    const pod = await bench.pod({ net: "default", ports: [published] });
    const app = await bench.app(pod, serve);
    expect(await fetchFrom("127.0.0.1", published.hostPort)).toBe("served\n");
    expect(await fetchFrom(gateway(pod), published.hostPort)).toBe("served\n");
    expect(await execSays(app, `nc ${gateway(pod)} ${published.hostPort}`)).toBe("served");
    expect(nat()).toContain(pod.spec.uuid);
    await bench.host.removeSandbox(pod.spec);
    expect(nat()).not.toContain(pod.spec.uuid);
  });

  it("publishes a port on one address alone", async () => {
    const published = await port({ hostIP: "127.0.0.1" });
    const pod = await bench.pod({ net: "default", ports: [published] });
    await bench.app(pod, serve);
    expect(await fetchFrom("127.0.0.1", published.hostPort)).toBe("served\n");
    await expect(
      new Promise((_, fail) => dial({ host: gateway(pod), port: published.hostPort }).once("error", fail)),
    ).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("publishes a UDP port", async () => {
    const published = await port({ protocol: "udp", podPort: 5353 });
    const pod = await bench.pod({ net: "default", ports: [published] });
    const server = test.keeper.keeper.stream({
      argv: ["/usr/bin/nsenter", `--net=/proc/${pod.sandbox.pause.pid}/ns/net`, process.execPath, "-e", serveUdp],
      env: {},
    });
    await new Promise((ready) => server.onData(ready));
    const socket = createSocket("udp4");
    const answer = new Promise<string>((done) => socket.once("message", (text) => done(text.toString())));
    socket.send("hello", published.hostPort, "127.0.0.1");
    expect(await answer).toBe("served");
    socket.close();
    server.close();
  });

  it.each(["tcp", "udp"] as const)("refuses a %s port that another program listens on", async (protocol) => {
    const published = await port({ protocol });
    const close = await listenOn(protocol, published.hostPort);
    const spec = bench.podSpec({ net: "default", ports: [await port(), published] });
    await expect(bench.host.createSandbox(spec)).rejects.toMatchObject({
      code: "port-taken",
      facts: { port: published.hostPort, protocol, why: "another program listens on it" },
    });
    expect((await bench.host.leftovers()).uuids).not.toContain(spec.uuid);
    await close();
    await bench.host.createSandbox(spec);
  });

  it("refuses an address that is not the host's", async () => {
    const spec = bench.podSpec({ net: "default", ports: [await port({ hostIP: "192.0.2.1" })] });
    await expect(bench.host.createSandbox(spec)).rejects.toMatchObject({
      code: "port-taken",
      facts: { why: "192.0.2.1 is no address of this host" },
    });
  });

  it("shuts a pod with no network in, and leaves one with the host's in the host's", async () => {
    const [alone, open] = await Promise.all([bench.pod({ net: "none" }), bench.pod({ net: "host" })]);
    const one = await bench.app(alone, bench.commands.idle);
    const two = await bench.app(open, bench.commands.idle);
    expect(await execSays(one, "ls /sys/class/net")).toBe("lo");
    expect(await execSays(one, "cat /sys/class/net/lo/flags")).toBe("0x9");
    expect(await execSays(two, "ls /sys/class/net")).toContain(test.config.bridge);
    const own = execFileSync("readlink", ["/proc/self/ns/net"], { encoding: "utf8" }).trim();
    expect(await execSays(two, "readlink /proc/self/ns/net")).toBe(own);
    expect(await execSays(one, "readlink /proc/self/ns/net")).not.toBe(own);
  });

  it("gives every one of 12 pods at once an address of its own", async () => {
    const pods = await Promise.all(Array.from({ length: 12 }, () => bench.pod({ net: "default" })));
    expect(new Set(pods.map(address)).size).toBe(12);
    await Promise.all(pods.map(({ spec }) => bench.host.removeSandbox(spec)));
  });

  it("sends pods out under the host's address", async () => {
    // A stranger: a network namespace behind a veth pair of its own.
    const tag = test.config.bridge.slice(2);
    const [space, near, far] = [`cto${tag}`, `cta${tag}`, `ctb${tag}`];
    const [hostSide, strange] = [1, 2].map((n) => `198.51.100.${n}`);
    const ip = (...args: string[]) => execFileSync("ip", args);
    ip("netns", "add", space);
    try {
      ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", space);
      ip("addr", "add", `${hostSide}/30`, "dev", near);
      ip("link", "set", near, "up");
      ip("-n", space, "addr", "add", `${strange}/30`, "dev", far);
      ip("-n", space, "link", "set", far, "up");
      const busybox = ["/usr/bin/busybox", "nc", "-ll", "-p", "7", "-e", "/bin/sh", "-c", "busybox netstat -tn"];
      const server = test.keeper.keeper.stream({
        argv: ["/usr/bin/nsenter", `--net=/run/netns/${space}`, ...busybox],
        env: { PATH: "/usr/bin:/bin" },
      });
      await server.started;
      const app = await bench.app(await bench.pod({ net: "default" }), bench.commands.idle);
      const seen = await execSays(app, `until nc ${strange} 7; do :; done 2>/dev/null`);
      expect(seen).toContain(`${strange}:7 `);
      expect(seen).toContain(`${hostSide}:`);
      server.close();
    } finally {
      ip("link", "delete", near);
      ip("netns", "delete", space);
    }
  });

  it("keeps pods from the host's own loopback", async () => {
    const server = createServer((socket) => socket.end("inner")).listen(0, "127.0.0.1");
    await new Promise((ready) => server.once("listening", ready));
    const { port: inner } = server.address() as { port: number };
    // Publishing a port makes portmap switch route_localnet on for the bridge.
    const pod = await bench.pod({ net: "default", ports: [await port()] });
    const net = `--net=/proc/${pod.sandbox.pause.pid}/ns/net`;
    const inPod = async (script: string) =>
      (await promisify(execFile)("nsenter", [net, "sh", "-c", script], { timeout: 10_000 })).stdout;
    await inPod("echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet; ip addr delete 127.0.0.1/8 dev lo");
    await inPod(`ip route add 127.0.0.1 via ${gateway(pod)} dev eth0 src ${address(pod)}`);
    const attempt = () => inPod(`busybox nc -w 1 127.0.0.1 ${inner} < /dev/null`);
    await expect(attempt()).rejects.toThrow("timed out");
    const table = `inet craton-${test.config.bridge}`;
    execFileSync("nft", ["flush", "chain", ...table.split(" "), "prerouting"]);
    expect(await attempt()).toBe("inner");
    await new Promise((closed) => server.close(closed));
  });

  /** The real plugins, but for one that fails at one of its commands. */
  const brokenAt = (plugin: "bridge" | "portmap", command: "ADD" | "DEL") => {
    const plugins = join(test.state, `cni-${plugin}-${command}`);
    mkdirSync(plugins);
    for (const name of ["bridge", "host-local", "portmap"])
      if (name !== plugin) symlinkSync(join("/usr/lib/cni", name), join(plugins, name));
    const script = `#!/bin/sh\n[ $CNI_COMMAND = ${command} ] && exit 1\nexec /usr/lib/cni/${plugin}\n`;
    writeFileSync(join(plugins, plugin), script, { mode: 0o755 });
    return test.again({ cniPath: plugins });
  };

  it("undoes all of a sandbox whose network fails half way", async () => {
    const host = brokenAt("portmap", "ADD");
    const spec = bench.podSpec({ net: "default", ports: [await port()] });
    await expect(host.createSandbox(spec)).rejects.toMatchObject({
      code: "network-failed",
      facts: { network: test.config.bridge },
    });
    expect((await host.leftovers()).uuids).not.toContain(spec.uuid);
    await bench.host.createSandbox(spec);
  });

  it("remembers a pod's ports until their rules are gone", async () => {
    const ports = [await port()];
    const pod = await bench.pod({ net: "default", ports });
    await expect(brokenAt("portmap", "DEL").removeSandbox(pod.spec)).rejects.toMatchObject({ code: "network-failed" });
    expect(await bench.host.alive(pod.sandbox.pause)).toBe(false);
    expect((await bench.host.leftovers()).uuids).toContain(pod.spec.uuid);
    await expect(bench.host.createSandbox(bench.podSpec({ net: "default", ports }))).rejects.toMatchObject({
      code: "port-taken",
    });
    await bench.host.removeSandbox(pod.spec);
    expect(nat()).not.toContain(pod.spec.uuid);
    await bench.pod({ net: "default", ports });
  });

  it("frees a pod's address when the plugin could not", async () => {
    const pod = await bench.pod({ net: "default" });
    await brokenAt("bridge", "DEL").removeSandbox(pod.spec);
    expect((await bench.host.leftovers()).uuids).not.toContain(pod.spec.uuid);
    expect(readdirSync(join(test.state, "agent/network/ipam", test.config.bridge))).not.toContain(address(pod));
  });

  it("names a plugin that is not installed", async () => {
    const spec = bench.podSpec({ net: "default" });
    await expect(test.again({ cniPath: "/nowhere" }).createSandbox(spec)).rejects.toMatchObject({
      code: "host-lacks",
      facts: { what: "the CNI plugin /nowhere/bridge" },
    });
  });
});

describe("network of a host that forwards nothing", () => {
  let test: TestHost;
  let bench: Bench;
  beforeAll(async () => {
    test = await openLinux("crun", { ownNetwork: true });
    bench = openBench(test);
  });
  afterAll(() => bench.close());
  const run = async (...argv: string[]) =>
    (await test.keeper.keeper.run({ argv, env: { PATH: "/usr/sbin:/usr/bin" } })).stdout.toString();

  it("lets its own bridge through a closed FORWARD chain, once, and takes that back", async () => {
    await run("iptables", "-P", "FORWARD", "DROP");
    const [server, client] = await Promise.all([bench.pod({ net: "default" }), bench.pod({ net: "default" })]);
    await bench.app(server, serve);
    const app = await bench.app(client, bench.commands.idle);
    const script = `until nc -w 5 ${server.sandbox.networks[0]?.ip} 8080; do :; done 2>/dev/null`;
    const session = await bench.host.exec({
      ...{ app: app.spec, args: shell(script), env: ["PATH=/bin"], cwd: "/", tty: null },
    });
    expect((await collect(session)).out).toBe("served\n");
    await test.again().createSandbox(bench.podSpec({ net: "default" }));
    const rules = (await run("iptables", "-S", "FORWARD")).split("\n");
    expect(rules.filter((line) => line.includes(test.config.bridge))).toHaveLength(2);
    await bench.removeAll();
    await test.host.removeNetwork({ sharedChains: true });
    expect(await run("iptables", "-S", "FORWARD")).toBe("-P FORWARD DROP\n");
    expect(await run("ip", "-o", "link")).not.toContain(test.config.bridge);
    await test.host.removeNetwork();
  });

  it("takes portmap's shared chains away only when nobody has a port in them", async () => {
    const hostPort = await test.freePort();
    await bench.pod({ net: "default", ports: [{ protocol: "tcp", hostIP: "0.0.0.0", hostPort, podPort: 8080 }] });
    await test.host.removeNetwork({ sharedChains: true }).catch(() => {});
    expect(await run("iptables", "-t", "nat", "-S")).toContain(String(hostPort));
    await bench.removeAll();
    await test.host.removeNetwork({ sharedChains: true });
    expect(await run("iptables", "-t", "nat", "-S")).not.toContain("CNI");
  });
});

async function listenOn(protocol: "tcp" | "udp", port: number): Promise<() => Promise<void>> {
  if (protocol === "udp") {
    const socket = createSocket("udp4");
    await new Promise<void>((bound) => socket.bind(port, "127.0.0.1", bound));
    return () => new Promise((closed) => socket.close(() => closed()));
  }
  const server: Server = createServer();
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  return () => new Promise((closed) => server.close(() => closed()));
}
