/**
 * A real agent for tests: the bundle that is shipped, as root, with a keeper, certificates, state folder, port, bridge,
 * subnet and cgroup of its own. Plain functions, for Vitest and Playwright alike. `stop` leaves nothing, or throws.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { type LinuxHostConfig, linuxHost } from "../../../agent/host/linux.ts";
import { ensureCertificates } from "../../../bin/certs.mjs";
import { agentEnv, agentNodeFlags } from "../../../bin/up/services.mjs";
import { type Caller, localSigner } from "../../../lib/api/agent/assertion.ts";
import { type AgentClient, createAgentClient } from "../../../lib/api/agent/client.ts";
import type { AgentTls } from "../../../lib/api/agent/transport.ts";
import type { Role } from "../../../lib/contract/roles.ts";
import { keeperBinary } from "../../support/keeper.ts";
import { residue } from "../../support/linux-host.ts";
import { agentBundle } from "./bundle.ts";
import { mountsBelow, processesOf } from "./leaks.ts";

export type AgentOptions = {
  runtime?: "crun" | "runc";
  /** Further words for the agent's command line. */
  args?: string[];
  env?: Record<string, string>;
  /** The state folder of an agent whose authority this one gets too. */
  authorityOf?: string;
};

export type TestAgent = {
  state: string;
  node: string;
  /** HOST:PORT */
  address: string;
  /** Speaks as the console. */
  client: AgentClient;
  /** Callers of each role, named as it. */
  as: Record<Role, Caller>;
  tls: AgentTls;
  config: LinuxHostConfig;
  /** Of the agent that runs now. */
  pid(): number;
  keeperPid: number;
  /** What the agent has written, all starts together. */
  output(): string;
  /** SIGKILL, and waits until it is gone. */
  kill9(): Promise<void>;
  /** Starts the agent again; resolves when it serves. */
  restart(): Promise<void>;
  /** SIGTERM; answers the exit code. Pods live on. */
  terminate(): Promise<number | null>;
  /** Removes pods, agent, network, keeper and state; throws when anything is left. */
  stop(): Promise<void>;
};

const roles = ["admin", "editor", "viewer", "auditor"] as const;

export async function startAgent(options: AgentOptions = {}): Promise<TestAgent> {
  const folder = await agentBundle();
  const keeperFile = keeperBinary();
  const tag = randomBytes(3).toString("hex");
  const state = fs.mkdtempSync(path.join(os.tmpdir(), "craton-agent-"));
  fs.chmodSync(state, 0o755);
  const node = `node-${tag}`;
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const config: LinuxHostConfig = {
    ...{ state, keeperSocket: path.join(state, "run/keeper.sock"), bridge: `ca${tag}`, cgroup: `craton-test-${tag}` },
    ...{ subnet: `10.${randomInt(100, 250)}.${randomInt(1, 250)}.0/24`, cniPath: "/usr/lib/cni" },
    ...(options.runtime && { runtime: options.runtime }),
  };
  if (options.authorityOf) fs.cpSync(path.join(options.authorityOf, "ca"), path.join(state, "ca"), { recursive: true });
  ensureCertificates({ state, node, listen: address });
  for (const name of ["console", "cli"])
    fs.writeFileSync(path.join(state, name, "agents.json"), JSON.stringify([{ name: node, address }]), { mode: 0o600 });
  fs.mkdirSync(path.join(state, "run/log"), { recursive: true });
  const keeper = await startKeeper(keeperFile, state);
  const keeperPid = keeper.pid ?? 0;

  let output = "";
  let agent: ChildProcess | null = null;
  const launch = async () => {
    const words = ["--state", state, "--listen", address, "--name", node, "--bridge", config.bridge];
    words.push("--subnet", config.subnet, "--cgroup", config.cgroup, ...(options.args ?? []));
    if (options.runtime) words.push("--runtime", options.runtime);
    // Never the machine's own.
    for (const name of ["local-config", "system-config"])
      if (!options.args?.includes(`--${name}`)) words.push(`--${name}`, path.join(state, name));
    const run = [process.execPath, ...agentNodeFlags, path.join(folder, "agent.js")];
    const program = [`--mount=/proc/${keeperPid}/ns/mnt`, "--", ...run];
    agent = spawn("nsenter", [...program, ...words], {
      stdio: ["ignore", "pipe", "pipe"],
      cwd: "/",
      env: {
        PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        NODE_ENV: "production",
        ...agentEnv,
        ...options.env,
      },
    });
    const mine = agent;
    fs.writeFileSync(path.join(state, "run/agent.pid"), `${mine.pid}`);
    await new Promise<void>((resolve, reject) => {
      const take = (text: string) => {
        output += text;
        if (/^ready$/m.test(text)) resolve();
      };
      mine.stdout?.setEncoding("utf8").on("data", take);
      mine.stderr?.setEncoding("utf8").on("data", take);
      mine.once("exit", (code, signal) => reject(new Error(`the agent ended with ${signal ?? code}:\n${output}`)));
    });
  };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const mine = agent;
    agent = null;
    if (mine === null) return null;
    if (mine.exitCode !== null || mine.signalCode !== null) return mine.exitCode;
    const ended = once(mine, "exit");
    mine.kill(signal);
    const timer = setTimeout(() => mine.kill("SIGKILL"), 20_000);
    const [code] = await ended;
    clearTimeout(timer);
    return code as number | null;
  };

  const file = (name: string) => fs.readFileSync(path.join(state, "console/tls", name));
  const tls = { ca: file("ca.crt"), cert: file("client.crt"), key: file("client.key") };
  const client = createAgentClient({ address, node, tls, sign: localSigner(file("assertion.key")) });
  const as = Object.fromEntries(roles.map((role) => [role, { user: role, role }])) as Record<Role, Caller>;
  const made: TestAgent = {
    ...{ state, node, address, client, as, tls, config, keeperPid },
    pid: () => agent?.pid ?? 0,
    output: () => output,
    kill9: async () => void (await end("SIGKILL")),
    restart: launch,
    terminate: () => end("SIGTERM"),
    stop: async () => {
      const left: string[] = [];
      try {
        if (agent === null || agent.exitCode !== null || agent.signalCode !== null) await launch();
        await removePods(client, as.admin);
        client.close();
        const code = await end("SIGTERM");
        if (code !== 0) left.push(`the agent's exit code ${code}`);
      } catch (error) {
        left.push(`an agent that cannot be ended: ${error instanceof Error ? error.message : error}`);
        await end("SIGKILL");
      }
      left.push(...(await clear(config, keeper)));
      if (left.length > 0) throw new Error(`the agent left behind: ${left.join(", ")}\n${output.slice(-4000)}`);
    },
  };
  try {
    await launch();
  } catch (error) {
    await clear(config, keeper);
    throw error;
  }
  return made;
}

async function removePods(client: AgentClient, caller: Caller): Promise<void> {
  const { pods } = await client.pods.list(caller);
  await Promise.all(
    pods.map(async ({ uuid, state }) => {
      if (["starting", "running", "stopping"].includes(state)) await client.pods.stop(caller, uuid, { force: true });
      await client.pods.remove(caller, uuid);
    }),
  );
}

/** Network, keeper and state go; what was left of each is told, and ended. */
async function clear(config: LinuxHostConfig, keeper: ChildProcess): Promise<string[]> {
  const { state } = config;
  const left: string[] = [];
  const host = linuxHost(config);
  try {
    await host.removeNetwork();
  } catch (error) {
    left.push(`its network: ${error instanceof Error ? error.message : error}`);
  }
  await host.close();
  left.push(...residue(config), ...mountsBelow(state, keeper.pid ?? 0).map((point) => `mount ${point}`));
  for (const { pid, command } of processesOf(state, config.cgroup)) {
    if (pid === keeper.pid) continue;
    left.push(`process ${pid} ${command}`);
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended meanwhile.
    }
  }
  const ended = once(keeper, "exit");
  const timer = setTimeout(() => keeper.kill("SIGKILL"), 10_000);
  if (keeper.exitCode === null && keeper.signalCode === null) {
    keeper.kill("SIGTERM");
    await ended;
  }
  clearTimeout(timer);
  fs.rmSync(state, { recursive: true, force: true });
  return left;
}

async function startKeeper(file: string, state: string): Promise<ChildProcess> {
  const run = path.join(state, "run");
  const words = ["--socket", path.join(run, "keeper.sock"), "--pidfile", path.join(run, "keeper.pid")];
  const keeper = spawn(file, [...words, "--cgroup-view", "auto"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(keeper, "exit").then(() => ["nothing: it ended"]);
  const [said] = await Promise.race([once(keeper.stdout, "data"), ended]);
  if (String(said) !== "ready\n") throw new Error(`the keeper said ${said}`);
  return keeper;
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ host: "127.0.0.1", port: 0, exclusive: true }, () => {
      const at = server.address();
      server.close(() => resolve(typeof at === "object" && at ? at.port : 0));
    });
  });
}
