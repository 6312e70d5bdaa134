/** A keeper of a test's own: built from the sources, on a socket in a temporary folder, ended with all that it looks after. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { Keeper } from "../../agent/host/keeper/client.ts";

const root = path.resolve(import.meta.dirname, "../..");
const native = path.join(root, "agent/host/native");

/** The keeper's binary, compiled once for each state of its sources. CRATON_TEST_KEEPER names another build (a sanitiser's). */
export function keeperBinary(): string {
  if (process.env.CRATON_TEST_KEEPER) return process.env.CRATON_TEST_KEEPER;
  const sources = fs.readdirSync(native).filter((file) => /\.[ch]$/.test(file));
  const hash = createHash("sha256");
  for (const file of sources) hash.update(fs.readFileSync(path.join(native, file)));
  const binary = path.join(root, "dist/test", `keeper-${hash.digest("hex").slice(0, 16)}`);
  if (fs.existsSync(binary)) return binary;
  fs.mkdirSync(path.dirname(binary), { recursive: true });
  const temp = `${binary}.${process.pid}`;
  const units = sources.filter((file) => file.endsWith(".c")).map((file) => path.join(native, file));
  execFileSync("cc", ["-static", "-O2", "-Wall", "-Wextra", "-Werror", "-o", temp, ...units]);
  fs.renameSync(temp, binary);
  return binary;
}

export type TestKeeper = {
  keeper: Keeper;
  pid: number;
  /** A folder of the test's own, root-only; the socket is in it. */
  dir: string;
  socket: string;
  process: ChildProcess;
  stop(): Promise<void>;
};

/** `prefix`: a command that execs the keeper, as `unshare --net`. */
export async function startKeeper(prefix: string[] = []): Promise<TestKeeper> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "craton-keeper-"));
  const socket = path.join(dir, "keeper.sock");
  const [command = "", ...args] = [...prefix, keeperBinary(), "--socket", socket];
  const child = spawn(command, [...args, "--pidfile", path.join(dir, "keeper.pid")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const line = await Promise.race([once(child.stdout, "data"), ended.then(() => ["nothing: it ended"])]);
  if (String(line[0]) !== "ready\n") throw new Error(`the keeper said ${line[0]}`);
  const keeper = new Keeper(socket);
  const pid = child.pid ?? 0;
  const stop = async () => {
    keeper.close();
    // what it adopted would be orphans of the test otherwise
    for (const orphan of childrenOf(pid)) kill(orphan);
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(timer);
    fs.rmSync(dir, { recursive: true, force: true });
  };
  return { keeper, pid, dir, socket, process: child, stop };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it ended meanwhile
  }
}

export type Stat = { state: string; parent: number; start: string };

/** State letter, parent and start ticks of a process; null when it is gone. */
export function statOf(pid: number): Stat | null {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", parent: Number(fields[1]), start: fields[19] ?? "" };
  } catch {
    return null;
  }
}

export function childrenOf(pid: number): number[] {
  const all = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((one) => statOf(one)?.parent === pid);
}

/** Resolves when `probe` gives a value; it is asked again at once, so it must be cheap. For what the kernel does a moment later. */
export async function soon<T>(what: string, probe: () => T | null | undefined | false, ms = 5000): Promise<T> {
  const until = performance.now() + ms;
  for (;;) {
    const value = probe();
    if (value) return value;
    if (performance.now() > until) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
