/** Many clients that come badly and leave badly: the agent's descriptors, processes and memory stay as they were. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { claimsFor, localSigner, type Signer } from "../../lib/api/agent/assertion.ts";
import type { Pod } from "../../lib/contract/pod.ts";
import { stdioProtocol } from "../../lib/contract/stdio.ts";
import { soon } from "../support/keeper.ts";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { addBox, boxName } from "./support/box-image.ts";
import { processesOf } from "./support/leaks.ts";

let agent: TestAgent;
let pod: Pod;
let sign: Signer;
beforeAll(async () => {
  agent = await startAgent();
  await addBox(agent.client, agent.as.admin);
  const app = { image: boxName, name: "a", exec: ["/bin/sh", "-c", "while :; do echo x; sleep 1; done"], stdin: true };
  pod = await agent.client.pods.create(agent.as.editor, { apps: [app], net: "none" });
  sign = localSigner(readFileSync(path.join(agent.state, "console/tls/assertion.key")));
});
afterAll(() => agent?.stop());

const descriptors = (pid: number) => readdirSync(`/proc/${pid}/fd`).length;
const megabytes = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

function open(what: string): Promise<WebSocket> {
  const [host] = agent.address.split(":");
  const url = `wss://${host}:${agent.address.split(":")[1]}/v1/pods/${pod.uuid}/apps/a/${what}`;
  const authorization = `Bearer ${sign(claimsFor(agent.as.editor, "console", agent.node))}`;
  const tls = { ...agent.tls, servername: agent.node };
  const ws = new WebSocket(url, [stdioProtocol], { ...tls, headers: { authorization } });
  return new Promise((resolve, reject) => {
    ws.on("error", reject);
    ws.once("open", () => resolve(ws));
  });
}
async function openAndCut(what: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += 10)
    await Promise.all(Array.from({ length: 10 }, async () => (await open(what)).terminate()));
}

test("a thousand attaches that are broken off", async () => {
  const pid = agent.pid();
  await openAndCut("attach", 200);
  const fds = descriptors(pid);
  const keeperFds = descriptors(agent.keeperPid);
  const before = megabytes(pid);
  await openAndCut("attach", 1000);
  await soon("the agent's descriptors are back", () => descriptors(pid) <= fds + 5, 15_000);
  await soon("the keeper's descriptors are back", () => descriptors(agent.keeperPid) <= keeperFds + 5, 15_000);
  expect(megabytes(pid) - before).toBeLessThan(40);
  expect((await agent.client.pods.get(agent.as.viewer, pod.uuid)).state).toBe("running");
}, 180_000);

test("a hundred execs that are broken off leave no process", async () => {
  const seconds = 100_000 + Math.floor(Math.random() * 800_000);
  await openAndCut(`exec?command=/bin/sleep&command=${seconds}`, 100);
  await soon("no process is left", () => processesOf(`sleep ${seconds}`).length === 0, 30_000);
}, 120_000);

test("two hundred connections that say nothing, and followers that never read, do not keep others from being served", async () => {
  const { ca, cert, key } = agent.tls;
  const [host, port] = agent.address.split(":");
  const to = { host, port: Number(port), servername: agent.node, ca, cert, key };
  const silent = Array.from({ length: 200 }, () => connect(to).on("error", () => {}));
  const gone = new AbortController();
  const deaf = Array.from({ length: 50 }, async () => {
    const lines = agent.client.events(
      { ...agent.as.viewer, signal: gone.signal },
      { since: 0, follow: true, stats: true },
    );
    await lines.next();
    return lines;
  });
  await Promise.all(deaf);
  const began = performance.now();
  expect((await agent.client.pods.list(agent.as.viewer)).pods).toHaveLength(1);
  expect(performance.now() - began).toBeLessThan(2000);
  gone.abort();
  for (const socket of silent) socket.destroy();
});
