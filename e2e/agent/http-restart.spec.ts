/** The agent is killed and started again: pods run on, logs and events are whole, exit codes are right. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EventLine } from "../../lib/contract/event.ts";
import type { Pod } from "../../lib/contract/pod.ts";
import { statOf } from "../support/keeper.ts";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { addBox, boxName } from "./support/box-image.ts";
import { agentBundle } from "./support/bundle.ts";

let agent: TestAgent;
beforeAll(async () => {
  agent = await startAgent();
  await addBox(agent.client, agent.as.admin);
});
afterAll(() => agent?.stop());

const sh = (name: string, script: string, more: object = {}) => ({
  ...{ image: boxName, name, exec: ["/bin/sh", "-c", script] },
  ...more,
});
const create = (...apps: ReturnType<typeof sh>[]) => agent.client.pods.create(agent.as.editor, { apps, net: "none" });
const remove = async (uuid: string) => {
  await agent.client.pods.stop(agent.as.editor, uuid, { force: true });
  await agent.client.pods.remove(agent.as.editor, uuid);
};
const pids = (pod: Pod) =>
  [pod.pid, ...pod.apps.map(({ pid }) => pid)].map((pid) => `${pid} ${statOf(pid ?? 0)?.start}`);

/** Follows events into a list; `until` resolves when one passes. */
function follow(since: number) {
  const gone = new AbortController();
  const seen: EventLine[] = [];
  let wake = () => {};
  const reading = (async () => {
    const caller = { ...agent.as.viewer, signal: gone.signal };
    for await (const line of agent.client.events(caller, { since, follow: true })) {
      seen.push(line);
      wake();
    }
  })().catch(() => {});
  return {
    seqs: () => seen.flatMap((line) => (line.type === "event" ? [line.event.seq] : [])),
    reasons: () => seen.flatMap((line) => (line.type === "event" ? [line.event.reason] : [])),
    async until(passes: (line: EventLine) => boolean) {
      while (!seen.some(passes))
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
    async end() {
      gone.abort();
      await reading;
    },
  };
}

test("killed while a pod writes and its logs are followed: same pids, each line once, the exit code", async () => {
  const { client, as } = agent;
  const script = "i=0; until [ -e /tmp/stop ]; do echo $i; i=$((i+1)); usleep 5000; done; echo end; exit 9";
  const pod = await create(sh("a", script), sh("b", "exec sleep 100000"));
  const before = pids(pod);
  const events = follow((await client.pods.list(as.viewer)).seq);
  const texts: string[] = [];
  const reading = (async () => {
    for await (const { text } of client.followLogs(as.viewer, pod.uuid, "a")) texts.push(text);
  })();
  for (let round = 0; round < 3; round++) {
    await sleep(300);
    await agent.kill9();
    await agent.restart();
    expect(pids(await client.pods.get(as.viewer, pod.uuid))).toEqual(before);
  }
  await client.exec(as.editor, pod.uuid, "a", { command: ["/bin/touch", "/tmp/stop"], tty: null });
  await reading;
  expect(texts.length).toBeGreaterThan(100);
  expect(texts).toEqual([...Array.from({ length: texts.length - 1 }, (_, i) => `${i}`), "end"]);
  await events.until((line) => line.type === "event" && line.event.reason === "PodStopped");
  const after = await client.pods.get(as.viewer, pod.uuid);
  expect(after).toMatchObject({ state: "exited", exitCode: 9 });
  expect(after.apps.find(({ name }) => name === "a")).toMatchObject({ exitCode: 9, exitReason: "exited" });

  await remove(pod.uuid);
  await events.until((line) => line.type === "event" && line.event.reason === "PodRemoved");
  const seqs = events.seqs();
  const first = seqs[0] ?? 0;
  expect(seqs).toEqual(seqs.map((_, index) => first + index));
  expect(events.reasons().filter((reason) => reason === "NodeStarted")).toHaveLength(3);
  await events.end();
});

test("an app that ends while the agent is away has its code", async () => {
  const { client, as } = agent;
  const pod = await client.pods.create(as.admin, {
    apps: [
      sh("a", `while [ ! -e /m/go ]; do usleep 5000; done; echo last; exit 42`, {
        mounts: [{ volume: "m", path: "/m" }],
      }),
    ],
    volumes: [{ name: "m", kind: "empty" }],
    net: "none",
  });
  const session = await client.exec(as.editor, pod.uuid, "a", {
    command: ["/bin/sh", "-c", "(sleep 1; touch /m/go) >/dev/null 2>&1 &"],
    tty: null,
  });
  await session.exit;
  const pid = pod.apps[0]?.pid ?? 0;
  await agent.kill9();
  while (statOf(pid) !== null && statOf(pid)?.state !== "Z") await sleep(20);
  await agent.restart();
  const after = await client.pods.get(as.viewer, pod.uuid);
  expect(after).toMatchObject({ state: "exited", exitCode: 42 });
  const texts: string[] = [];
  for await (const { text } of client.logs(as.viewer, pod.uuid, "a")) texts.push(text);
  expect(texts).toEqual(["last"]);
  await client.pods.remove(as.editor, pod.uuid);
});

test("SIGTERM ends the agent cleanly and leaves pods running", async () => {
  const pod = await create(sh("a", "exec sleep 100000"));
  const before = pids(pod);
  expect(await agent.terminate()).toBe(0);
  expect(pids(pod)).toEqual(before);
  await agent.restart();
  expect(pids(await agent.client.pods.get(agent.as.viewer, pod.uuid))).toEqual(before);
  await remove(pod.uuid);
});

test("a second agent on the same state folder refuses and names the first", async () => {
  const bundle = path.join(await agentBundle(), "agent.js");
  const words = ["--state", agent.state, "--name", agent.node, "--listen", "127.0.0.1:1"];
  const second = spawnSync(process.execPath, [bundle, ...words], { encoding: "utf8" });
  expect(second.status).toBe(1);
  expect(second.stderr.trim().split("\n")).toHaveLength(1);
  expect(second.stderr).toContain(`pid ${agent.pid()}`);
  expect((await agent.client.node.facts(agent.as.viewer)).name).toBe(agent.node);
});

test("a wrong command line is one sentence that names the flag", async () => {
  const bundle = path.join(await agentBundle(), "agent.js");
  const result = spawnSync(process.execPath, [bundle, "--state", "/nowhere", "--name", "n", "--fake", "1"], {
    encoding: "utf8",
  });
  expect([result.status, result.stdout]).toEqual([1, ""]);
  expect(result.stderr).toBe("agent: it cannot start: the request is not understood: unknown option --fake\n");
});

test("an idle agent takes at most 90 MB", async () => {
  await agent.terminate();
  await agent.restart();
  await agent.client.pods.list(agent.as.viewer);
  const megabytes = () =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${agent.pid()}/status`, "utf8"))?.[1]) / 1024;
  // What the start used is given back a few seconds after it.
  await expect.poll(megabytes, { timeout: 30_000 }).toBeLessThanOrEqual(90);
});
