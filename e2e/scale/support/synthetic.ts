/** Starts the synthetic API server as a process of its own, and speaks to its control port. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import type { ControlRequest } from "../api-server/control.ts";
import type { Counts } from "../api-server/counters.ts";

export type SyntheticOptions = { pods: number; nodes: number; seed?: number; rate?: number; bookmarkSeconds?: number };

export type Synthetic = {
  server: string;
  /** PEM. */
  ca: string;
  /** By user: `admin`, and `limited` to two namespaces. */
  tokens: { admin: string; limited: string };
  pid: number;
  /** Path of a kubeconfig with the contexts admin and limited. */
  kubeconfig: string;
  /** Throws with the server's words when it refuses. */
  control<Answer = unknown>(ask: ControlRequest): Promise<Answer>;
  counters(): Promise<Counts & { rv: number; pods: number; changes: number }>;
  stop(): Promise<void>;
};

const main = path.resolve(import.meta.dirname, "../api-server/main.ts");

export async function startSynthetic(options: SyntheticOptions): Promise<Synthetic> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-synthetic-"));
  const kubeconfig = path.join(folder, "kubeconfig");
  const args = [
    ...[main, "--pods", String(options.pods), "--nodes", String(options.nodes), "--seed", String(options.seed ?? 1)],
    ...["--rate", String(options.rate ?? 0), "--kubeconfig", kubeconfig],
    ...["--bookmark-seconds", String(options.bookmarkSeconds ?? 60)],
  ];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const said = JSON.parse(await firstLine(child)) as Pick<Synthetic, "server" | "ca" | "tokens" | "pid"> & {
    control: string;
  };
  const control = async <Answer>(ask: ControlRequest): Promise<Answer> => {
    const answer = await fetch(said.control, { method: "POST", body: JSON.stringify(ask) });
    if (!answer.ok) throw new Error(`the synthetic server refuses ${ask.op}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  return {
    ...{ server: said.server, ca: said.ca, tokens: said.tokens, pid: said.pid, kubeconfig, control },
    counters: () => control({ op: "counters" }),
    stop: async () => {
      const gone = once(child, "exit");
      if (child.exitCode === null && child.kill("SIGTERM")) await gone;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the synthetic server ended with ${code}`)));
    if (child.stdout !== null) createInterface(child.stdout).once("line", resolve);
  });
}
