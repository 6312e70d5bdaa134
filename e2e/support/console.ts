/**
 * A real Craton for tests: `npm start` in a folder, on ports, a bridge, a subnet and a cgroup of its own, ended without a
 * trace. Plain functions, for Playwright and Vitest alike.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { freePorts } from "./free-ports.ts";

const root = path.resolve(import.meta.dirname, "../..");

export type Craton = {
  url: string;
  state: string;
  user: string;
  password: string;
  agentPort: number;
  pid: number;
  /** The options that name this one's bridge, subnet and cgroup, for another start on the same state. */
  network: string[];
  cratonPath: string;
  /** Runs `bin/craton` against this state; answers stdout, throws on a non-zero exit. */
  craton: (...args: string[]) => string;
  /** Ctrl-C, with the pods; then removes network and state. */
  stop: () => Promise<void>;
};

export type StartOptions = {
  state?: string;
  extra?: string[];
  /** With the embedded Kubernetes, which joins after the address was printed; without, which is the default, it starts quicker. */
  cluster?: boolean;
  onLine?: (line: string) => void;
  /** More environment of `npm start`. */
  env?: Record<string, string>;
  /** A program that runs it, such as unshare with its options. */
  through?: string[];
};

export async function startCraton(options: StartOptions = {}): Promise<Craton> {
  const mark = randomBytes(3).toString("hex");
  const state = options.state ?? fs.mkdtempSync(path.join(os.tmpdir(), "craton-e2e-"));
  fs.chmodSync(state, 0o755);
  const port = await freePorts(7);
  const network = [
    ...["--bridge", `ct${mark}`, "--subnet", `10.${randomInt(100, 250)}.${randomInt(1, 250)}.0/24`],
    ...["--cgroup", `craton-e2e-${mark}`],
  ];
  const args = [
    path.join(root, "bin/up.mjs"),
    ...["--state", state, "--port", String(port), "--no-install", "--stop-pods"],
    ...(options.extra?.includes("--bridge") ? [] : network),
    ...(options.cluster === true ? [] : ["--no-cluster"]),
    ...(options.extra ?? []),
  ];
  const [program = process.execPath, ...words] = [...(options.through ?? []), process.execPath, ...args];
  const env = { ...process.env, ...options.env };
  const child = spawn(program, words, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const lines = await linesUntil(child, (line) => line.startsWith("Ctrl-C"), options.onLine).catch((error: unknown) => {
    if (options.state === undefined) fs.rmSync(state, { recursive: true, force: true });
    throw error;
  });
  const find = (start: string) => lines.find((line) => line.startsWith(start))?.split(/\s+/) ?? [];
  const url = find("Console")[1];
  if (url === undefined) throw new Error(`npm start printed no address:\n${lines.join("\n")}`);
  const [, , user = "admin", password = ""] = find("Sign in");
  return {
    url,
    state,
    user,
    password,
    agentPort: port + 1,
    pid: child.pid ?? 0,
    network: options.extra?.includes("--bridge") ? (options.extra ?? []) : network,
    cratonPath: path.join(root, "bin/craton"),
    // By the environment: what follows `--` in the words belongs to the app.
    craton: (...words) =>
      execFileSync(path.join(root, "bin/craton"), words, {
        encoding: "utf8",
        env: { ...process.env, CRATON_STATE: state },
      }),
    stop: async () => {
      await end(child);
      if (options.state === undefined) uninstall(state);
      if (options.state === undefined) fs.rmSync(state, { recursive: true, force: true });
    },
  };
}

/** Takes away all that is left in the kernel, and the state. */
function uninstall(state: string): void {
  execFileSync(process.execPath, [path.join(root, "bin/uninstall.mjs"), "--state", state, "--yes", "--keep-user"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
}

function linesUntil(
  child: ChildProcess,
  last: (line: string) => boolean,
  onLine?: (line: string) => void,
): Promise<string[]> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    let rest = "";
    const take = (text: string) => {
      const pieces = (rest + text).split("\n");
      rest = pieces.pop() ?? "";
      for (const line of pieces) {
        lines.push(line);
        onLine?.(line);
        if (last(line)) resolve(lines);
      }
    };
    child.stdout?.setEncoding("utf8").on("data", take);
    child.stderr?.setEncoding("utf8").on("data", take);
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${lines.join("\n")}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGINT");
  });
}
