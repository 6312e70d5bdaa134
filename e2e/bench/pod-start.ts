/**
 * Client process started → the app's first write, for a one-app pod of a warm image with a network of its own. The first
 * write is the time that the shim stamped on the first log line, for us and for the peer alike (both use conmon). Ours is
 * measured with the command line (`craton run`) and with the API alone (a warm connection); podman with its bridge and
 * with no network. All in turn, so that drift of the machine hits all alike.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { localSigner } from "../../lib/api/agent/assertion.ts";
import { createAgentClient } from "../../lib/api/agent/client.ts";
import { startCraton } from "../support/console.ts";
import { figure, print } from "./figures.ts";
import { startPodman } from "./podman.ts";

const rounds = Number(process.env.CRATON_BENCH_ROUNDS ?? 20);
const now = () => performance.timeOrigin + performance.now();
/** Milliseconds since the epoch of a CRI log's first line. */
const firstWrite = (log: string) => {
  const stamp = fs.readFileSync(log, "utf8").split(" ", 1)[0] ?? "";
  const [, whole = "", fraction = "0"] = /^(.*?)\.(\d+)/.exec(stamp) ?? [];
  return Date.parse(`${whole}Z`) + Number(`0.${fraction}`) * 1000;
};

const craton = await startCraton();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-bench-podman-"));
const podman = startPodman(folder, "10.213.7.0/24");
const samples: Record<string, number[]> = {
  "craton run": [],
  "craton API": [],
  "podman run, bridge": [],
  "podman run, no network": [],
};
try {
  const node = os.hostname().toLowerCase();
  const file = (name: string) => fs.readFileSync(path.join(craton.state, "cli", name));
  const agent = createAgentClient({
    address: `127.0.0.1:${craton.agentPort}`,
    node,
    tls: { ca: file("ca.crt"), cert: file("client.crt"), key: file("client.key") },
    sign: localSigner(file("assertion.key")),
  });
  const caller = { user: "local:bench", role: "admin" as const };
  const log = (uuid: string) => path.join(craton.state, "agent/pods/run", uuid, "logs/tour.log");
  for (let round = 0; round < rounds + 1; round += 1) {
    const keep = (name: string, ms: number) => round > 0 && samples[name]?.push(ms);

    const uuidFile = path.join(folder, "uuid");
    const began = now();
    await exited(
      craton.cratonPath,
      ["run", `--uuid-file-save=${uuidFile}`, "--exec=/bin/echo", "craton.local/tour", "--", "hi"],
      craton.state,
    );
    const cli = fs.readFileSync(uuidFile, "utf8").trim();
    keep("craton run", firstWrite(log(cli)) - began);
    await agent.pods.remove(caller, cli);

    const uuid = randomUUID();
    const asked = now();
    await agent.pods.create(caller, {
      uuid,
      apps: [{ image: "craton.local/tour", name: "tour", exec: ["/bin/echo", "hi"] }],
    });
    // The creation answers when the app runs, which may be before it wrote.
    await agent.pods.stop(caller, uuid);
    keep("craton API", firstWrite(log(uuid)) - asked);
    await agent.pods.remove(caller, uuid);

    if (podman === null) continue;
    for (const kind of ["bridge", "none"] as const) {
      const peer = path.join(folder, `${kind}-${round}.log`);
      const peerBegan = now();
      await podman.run(peer, kind);
      keep(kind === "bridge" ? "podman run, bridge" : "podman run, no network", firstWrite(peer) - peerBegan);
    }
  }
  agent.close();
} finally {
  podman?.remove();
  fs.rmSync(folder, { recursive: true, force: true });
  await craton.stop();
}
const goals: Record<string, number> = { "craton run": 150 };
for (const [name, list] of Object.entries(samples)) {
  if (list.length > 0) print(figure(name, "ms", list, { goal: goals[name] }));
  else print({ name, unit: "ms", median: Number.NaN, p99: Number.NaN, n: 0, note: "podman is not installed" });
}

function exited(file: string, args: string[], state: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: "ignore", env: { ...process.env, CRATON_STATE: state } });
    child.once("error", reject);
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${file} ended with ${code}`))));
  });
}
