/**
 * The console's own server for tests: the built bundles on a state folder and a port of their own, with agents on the fake
 * host (no root, no kernel). Everything it starts it ends.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { ensureCertificates } from "../../bin/certs.mjs";
import type { Role } from "../../lib/contract/roles.ts";
import { HttpUser } from "./http-user.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** Where dist/ and .next/ are, when another build than the checkout's is to be tested. */
const build = process.env.CRATON_BUILD ?? root;
export const password = "correct horse battery staple";

export type FakeAgent = { name: string; address: string; stop(): Promise<void>; start(): Promise<void> };
export type ConsoleServer = {
  url: string;
  state: string;
  agents: FakeAgent[];
  /** One request on the admin socket; throws the error body of a refusal. */
  admin(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** A user of the role, signed in, with a password of their own. */
  user(role: Role, name?: string): Promise<HttpUser>;
  /** SIGKILL or SIGTERM, then a new start on the same state. */
  restart(signal: NodeJS.Signals): Promise<void>;
  stderr(): string;
  /** Bytes of memory that the console's process holds. */
  memory(): number;
  stop(): Promise<void>;
};

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

export async function startConsole(
  options: { agents?: number; args?: string[]; https?: boolean } = {},
): Promise<ConsoleServer> {
  const state = fs.mkdtempSync(path.join(os.tmpdir(), "craton-console-"));
  const port = await freePort();
  const agents: FakeAgent[] = [];
  let child: ChildProcess | null = null;
  let stderr = "";
  const start = async () => {
    const args = ["--state", state, "--port", String(port), ...(options.args ?? [])];
    child = spawn(process.execPath, [path.join(build, "dist/server.js"), ...args], {
      cwd: build,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env.PATH, NODE_ENV: "production" },
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    await lineOf(child, "ready", () => stderr);
  };
  const stop = async () => {
    await end(child, "SIGTERM");
    for (const agent of agents) await agent.stop();
    fs.rmSync(state, { recursive: true, force: true });
  };
  const admin: ConsoleServer["admin"] = (method, where, body) => adminCall(state, method, where, body);
  try {
    for (let at = 0; at < (options.agents ?? 1); at++) agents.push(await startAgent(state, at));
    const list = agents.map(({ name, address }) => ({ name, address }));
    fs.mkdirSync(path.join(state, "console"), { recursive: true });
    fs.writeFileSync(path.join(state, "console/agents.json"), JSON.stringify(list));
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  const url = `${options.https ? "https" : "http"}://127.0.0.1:${port}`;
  return {
    url,
    state,
    agents,
    admin,
    async user(role, name = `${role}-user`) {
      const made = await admin("POST", "/users", { user: name, role });
      const user = new HttpUser(url);
      await user.signIn(name, String(made.password));
      await user.changePassword(String(made.password), password);
      return user;
    },
    async restart(signal) {
      await end(child, signal);
      await start();
    },
    stderr: () => stderr,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${child?.pid}/status`, "utf8"))?.[1]) * 1024,
    stop,
  };
}

/** Agents share one authority: the first one's folder is where the others' certificates come from. */
async function startAgent(consoleState: string, at: number): Promise<FakeAgent> {
  const name = ["alpha", "beta", "gamma"][at] ?? `node-${at}`;
  const state = path.join(consoleState, `agent-${name}`);
  const address = `127.0.0.1:${await freePort()}`;
  for (const folder of ["ca", "console/tls"]) {
    const from = path.join(consoleState, folder);
    if (fs.existsSync(from)) fs.cpSync(from, path.join(state, folder), { recursive: true });
  }
  for (const folder of ["run", "console/tls"]) fs.mkdirSync(path.join(state, folder), { recursive: true });
  const owner = { consoleUid: process.getuid?.() ?? 0, consoleGid: process.getgid?.() ?? 0 };
  await ensureCertificates({ state, node: name, listen: address, ...owner });
  for (const folder of ["ca", "console/tls"]) {
    if (at === 0) fs.cpSync(path.join(state, folder), path.join(consoleState, folder), { recursive: true });
  }
  let child: ChildProcess | null = null;
  const start = async () => {
    let stderr = "";
    // Settings of its own, never the machine's.
    const settings = ["local", "system"].flatMap((kind) => [`--${kind}-config`, path.join(state, `${kind}-config`)]);
    const args = ["--state", state, "--listen", address, "--name", name, ...settings];
    child = spawn(process.execPath, [path.join(root, "agent/dev-main.ts"), ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-10_000);
    });
    await lineOf(child, "ready", () => stderr);
  };
  await start();
  return { name, address, start, stop: () => end(child, "SIGKILL") };
}

function lineOf(child: ChildProcess, wanted: string, why: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      if (text.split("\n").includes(wanted)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`it ended with ${code} before it was ${wanted}:\n${why()}`)));
  });
}

async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

function adminCall(state: string, method: string, where: string, body: unknown): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const options = { socketPath: path.join(state, "console/admin.sock"), method, path: where };
    const request = http.request(options, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      answer.once("end", () => {
        const value = JSON.parse(text) as Record<string, unknown>;
        if ((answer.statusCode ?? 500) < 300) resolve(value);
        else reject(Object.assign(new Error(String(value.message)), value));
      });
    });
    request.once("error", reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
