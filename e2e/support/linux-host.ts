/** A Linux host of a test's own: keeper, bridge, subnet and cgroup that nobody else has, and an image of busybox. */
import { execFileSync } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import type { ContractHost } from "../../agent/host/contract/bench.ts";
import { type LinuxHost, type LinuxHostConfig, linuxHost } from "../../agent/host/linux.ts";
import { startKeeper, type TestKeeper } from "./keeper.ts";

export type TestHost = ContractHost & {
  host: LinuxHost;
  config: LinuxHostConfig;
  keeper: TestKeeper;
  /** A further host on the same state, as after a restart of the agent. */
  again(change?: Partial<LinuxHostConfig>): LinuxHost;
};

export const shell = (script: string): string[] => ["/bin/sh", "-c", script];

/** A tree with busybox and links for all its applets in /bin. */
export function busyboxTree(tree: string): string {
  for (const folder of ["bin", "etc", "tmp"]) mkdirSync(join(tree, folder), { recursive: true });
  copyFileSync("/usr/bin/busybox", join(tree, "bin", "busybox"));
  const applets = execFileSync("/usr/bin/busybox", ["--list"], { encoding: "utf8" }).trim().split("\n");
  for (const applet of applets) if (applet !== "busybox") symlinkSync("busybox", join(tree, "bin", applet));
  return tree;
}

/** `ownNetwork`: the keeper and all that it starts live in a network namespace of their own, as if it were the host's. */
export async function openLinux(
  runtime: "crun" | "runc" = "crun",
  { ownNetwork = false }: { ownNetwork?: boolean } = {},
): Promise<TestHost> {
  const keeper = await startKeeper(ownNetwork ? ["/usr/bin/unshare", "--net", "--"] : []);
  const state = keeper.dir;
  const tag = randomBytes(3).toString("hex");
  const config: LinuxHostConfig = {
    ...{ state, keeperSocket: keeper.socket, bridge: `ct${tag}`, cgroup: `craton-test-${tag}`, runtime },
    ...{ subnet: `10.${randomInt(128, 250)}.${randomInt(1, 250)}.0/24`, cniPath: "/usr/lib/cni" },
  };
  const host = linuxHost(config);
  const others: LinuxHost[] = [];
  return {
    host,
    state,
    config,
    keeper,
    again: (change = {}) => {
      const other = linuxHost({ ...config, ...change });
      others.push(other);
      return other;
    },
    lower: [busyboxTree(join(state, "agent", "images", "trees", "busybox"))],
    commands: {
      idle: shell("exec sleep 100000"),
      exit: (code) => shell(`exit ${code}`),
      talk: shell('echo ready; while read -r line; do echo "you said: $line"; done'),
      missing: ["/bin/nope"],
    },
    freePort,
    close: async () => {
      let left: string[] = [];
      try {
        await host.removeNetwork();
        left = residue(config);
      } finally {
        for (const other of [host, ...others]) await other.close();
        await keeper.stop();
      }
      if (left.length > 0) throw new Error(`the test left behind: ${left.join(", ")}`);
    },
  };
}

/** What of a host can still be seen on the machine after its pods and its network were removed. */
export function residue(config: LinuxHostConfig): string[] {
  const run = (command: string, args: string[]) => execFileSync(command, args, { encoding: "utf8" });
  const left: string[] = [];
  if (run("nft", ["list", "tables"]).includes(config.bridge)) left.push("nft table");
  if (run("iptables", ["-w", "-S"]).includes(config.bridge)) left.push("iptables rule");
  if (run("iptables", ["-w", "-t", "nat", "-S"]).includes(config.bridge)) left.push("iptables nat rule");
  if (run("ip", ["-o", "link"]).includes(config.bridge)) left.push("bridge or veth");
  for (const controller of readdirSync("/sys/fs/cgroup"))
    if (existsSync(join("/sys/fs/cgroup", controller, config.cgroup))) left.push(`cgroup in ${controller}`);
  const agent = join(config.state, "agent");
  for (const folder of ["runtime", "network/ns", "network/ports", `network/ipam/${config.bridge}`])
    for (const name of existsSync(join(agent, folder)) ? readdirSync(join(agent, folder)) : [])
      if (name !== "lock" && !name.startsWith("last_reserved_ip")) left.push(join(folder, name));
  return left;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });
}
