/** The whole way of pods through the agent's API, on the real kernel. */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimsFor, localSigner } from "../../lib/api/agent/assertion.ts";
import type { ExecSession } from "../../lib/api/agent/exec.ts";
import type { Image } from "../../lib/contract/image.ts";
import { soon } from "../support/keeper.ts";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { addBox, boxName, makeBox } from "./support/box-image.ts";

let agent: TestAgent;
let image: Image;
beforeAll(async () => {
  agent = await startAgent();
  image = await addBox(agent.client, agent.as.admin);
});
afterAll(() => agent?.stop());

const sh = (name: string, script: string, more: object = {}) => ({
  ...{ image: boxName, name, exec: ["/bin/sh", "-c", script] },
  ...more,
});
const idle = "trap 'exit 0' TERM; while :; do sleep 100000 & wait; done";
const create = (...apps: ReturnType<typeof sh>[]) => agent.client.pods.create(agent.as.editor, { apps, net: "none" });

async function lines(uuid: string, app: string, follow = false): Promise<string[]> {
  const texts: string[] = [];
  for await (const line of agent.client.logs(agent.as.viewer, uuid, app, { follow }))
    texts.push(`${line.stream} ${line.text}`);
  return texts;
}

/** Collects what a session says; `said` resolves when `word` was. */
function listen(session: ExecSession) {
  let text = "";
  const waits: { word: string; done: () => void }[] = [];
  session.onData((stream, data) => {
    text += stream === 1 ? data.toString() : `[${data}]`;
    for (const wait of waits) if (text.includes(wait.word)) wait.done();
  });
  return {
    text: () => text,
    said: (word: string) =>
      new Promise<void>((done) => {
        if (text.includes(word)) done();
        else waits.push({ word, done });
      }),
  };
}

test("facts, images, creation, logs, exit codes, removal", async () => {
  const { client, as } = agent;
  const facts = await client.node.facts(as.viewer);
  expect(facts).toMatchObject({ name: agent.node, images: 1, network: { bridge: agent.config.bridge } });
  expect((await client.images.get(as.viewer, image.id.slice(0, 20))).name).toBe(boxName);
  expect(await client.images.manifest(as.viewer, boxName)).toMatchObject({ acKind: "ImageManifest", name: boxName });

  const pod = await create(sh("a", "echo hello; echo oops >&2"), sh("b", idle));
  expect(pod).toMatchObject({ state: "running", createdBy: "editor", node: agent.node });
  expect((await lines(pod.uuid, "a", true)).toSorted()).toEqual(["stderr oops", "stdout hello"]);
  expect((await lines(pod.uuid, "a")).length).toBe(2);
  expect(await client.pods.manifest(as.viewer, pod.uuid)).toMatchObject({ acKind: "PodManifest" });
  expect((await client.pods.usage(as.viewer, pod.uuid)).apps.b?.memory).toBeGreaterThan(0);
  await expect(client.pods.remove(as.editor, pod.uuid)).rejects.toMatchObject({ code: "pod-state" });
  await expect(client.images.remove(as.editor, image.id)).rejects.toMatchObject({ code: "image-in-use" });

  const stopped = await client.pods.stop(as.editor, pod.uuid);
  expect(stopped.state).toBe("exited");
  const codes = Object.fromEntries(stopped.apps.map(({ name, exitCode }) => [name, exitCode]));
  expect(codes).toEqual({ a: 0, b: 0 });
  await client.pods.remove(as.editor, pod.uuid);

  const failing = await create(sh("a", "exit 3"));
  expect(await lines(failing.uuid, "a", true)).toEqual([]);
  expect(await client.pods.stop(as.editor, failing.uuid)).toMatchObject({ state: "exited", exitCode: 3 });
  await client.pods.remove(as.editor, failing.uuid);
  await expect(client.pods.get(as.viewer, pod.uuid)).rejects.toMatchObject({ code: "pod-not-found" });
});

test("a uuid that is given twice is one pod, a prepared pod starts later", async () => {
  const { client, as } = agent;
  const uuid = randomUUID();
  const request = { uuid, apps: [sh("a", idle)], net: "none" as const, start: false };
  const [one, two] = await Promise.all([
    client.pods.create(as.editor, request),
    client.pods.create(as.editor, request),
  ]);
  expect([one.uuid, two.uuid, one.state]).toEqual([uuid, uuid, "prepared"]);
  expect((await client.pods.start(as.editor, uuid)).state).toBe("running");
  await client.pods.stop(as.editor, uuid, { force: true });
  await client.pods.remove(as.editor, uuid);
});

test("what a role may not ask for is refused with its reason, and makes nothing", async () => {
  const { client, as } = agent;
  const host = { name: "h", kind: "host" as const, source: "/etc" };
  const wishes = [
    { apps: [sh("a", "true")], volumes: [host] },
    { apps: [sh("a", "true")], net: "host" as const },
    { apps: [sh("a", "true", { capsRetain: ["CAP_SYS_ADMIN"] })] },
  ];
  for (const wish of wishes)
    await expect(client.pods.create(as.editor, wish), JSON.stringify(wish)).rejects.toMatchObject({
      code: "forbidden",
    });
  const before = (await client.images.list(as.viewer)).images.length;
  await expect(addBox(client, as.editor)).rejects.toMatchObject({ code: /image-unsigned|forbidden/ });
  expect((await client.images.list(as.viewer)).images.length).toBe(before);
  expect((await client.pods.list(as.viewer)).pods).toEqual([]);
});

test("exec without a terminal: streams apart, input to its end, exit codes", async () => {
  const { client, as } = agent;
  const pod = await create(sh("a", idle));
  const command = ["/bin/sh", "-c", "cat; echo err >&2; exit 7"];
  const session = await client.exec(as.editor, pod.uuid, "a", { command, tty: null });
  const heard = listen(session);
  await session.write(Buffer.from("one\ntwo\n"));
  session.closeStdin();
  expect(await session.exit).toEqual({ code: 7 });
  expect(heard.text()).toBe("one\ntwo\n[err\n]");

  const missing = await client
    .exec(as.editor, pod.uuid, "a", { command: ["/nope"], tty: null })
    .catch((error) => error);
  const error = missing instanceof Error ? missing : await missing.exit.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "exec-failed" });

  const big = await client.exec(as.editor, pod.uuid, "a", { command: ["/bin/sha256sum"], tty: null });
  const sum = listen(big);
  await big.write(Buffer.alloc(20_000_000, 97));
  big.closeStdin();
  expect(await big.exit).toEqual({ code: 0 });
  expect(sum.text()).toContain(createHash("sha256").update(Buffer.alloc(20_000_000, 97)).digest("hex"));
  await client.pods.stop(as.editor, pod.uuid, { force: true });
  await client.pods.remove(as.editor, pod.uuid);
});

test("exec with a terminal: size, resize, control characters", async () => {
  const { client, as } = agent;
  const pod = await create(sh("a", idle));
  const tty = { columns: 90, rows: 30 };
  const session = await client.exec(as.editor, pod.uuid, "a", { command: ["/bin/sh"], tty });
  const heard = listen(session);
  await session.write(Buffer.from("stty size; echo begun-$((1+1))\n"));
  await heard.said("begun-2");
  expect(heard.text()).toContain("30 90");
  session.resize(120, 40);
  await session.write(Buffer.from("stty size; echo again-$((1+2))\n"));
  await heard.said("again-3");
  expect(heard.text()).toContain("40 120");
  await session.write(Buffer.from("echo wait-$((1+3)); sleep 1000; echo never-$((1+4))\n"));
  await heard.said("wait-4");
  await session.write(Buffer.from("\u0003"));
  await session.write(Buffer.from("echo back-$((1+5)); exit 5\n"));
  await heard.said("back-6");
  expect(heard.text()).not.toContain("never-5");
  expect(await session.exit).toEqual({ code: 5 });
  await client.pods.stop(as.editor, pod.uuid, { force: true });
  await client.pods.remove(as.editor, pod.uuid);
});

test("a terminal that is broken off ends its process, the app runs on", async () => {
  const { client, as } = agent;
  const pod = await create(sh("a", idle));
  const gone = new AbortController();
  const seconds = 100_000 + Math.floor(Math.random() * 800_000);
  const command = ["/bin/sleep", String(seconds)];
  await client.exec({ ...as.editor, signal: gone.signal }, pod.uuid, "a", { command, tty: null });
  const sleeping = () =>
    readdirSync("/proc").some((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8") === `/bin/sleep\u0000${seconds}\u0000`;
      } catch {
        return false;
      }
    });
  await soon("it runs", sleeping);
  gone.abort();
  await soon("the exec'd process is gone", () => !sleeping(), 10_000);
  expect((await client.pods.get(as.viewer, pod.uuid)).state).toBe("running");
  await client.pods.stop(as.editor, pod.uuid, { force: true });
  await client.pods.remove(as.editor, pod.uuid);
});

test("attach speaks with the app itself, twice over, and leaves it running", async () => {
  const { client, as } = agent;
  const pod = await create(sh("a", 'while read -r line; do echo "heard $line"; done', { stdin: true }));
  for (const word of ["one", "two"]) {
    const session = await client.attach(as.editor, pod.uuid, "a");
    const heard = listen(session);
    await session.write(Buffer.from(`${word}\n`));
    await heard.said(`heard ${word}`);
    session.close();
  }
  expect((await client.pods.get(as.viewer, pod.uuid)).state).toBe("running");
  await client.pods.stop(as.editor, pod.uuid, { force: true });
  await client.pods.remove(as.editor, pod.uuid);
});

test("a pod with a network answers on its host port", async () => {
  const { client, as } = agent;
  const serve = "mkdir -p /www && echo page >/www/index.html && exec httpd -f -p 8080 -h /www";
  const port = { name: "http", podPort: 8080, hostPort: 20_000 + Math.floor(Math.random() * 20_000) };
  const pod = await client.pods.create(as.editor, { apps: [sh("a", serve)], ports: [port] });
  expect(pod.networks[0]?.ip).toMatch(new RegExp(`^${agent.config.subnet.split(".").slice(0, 3).join("\\.")}\\.`));
  const url = `http://127.0.0.1:${port.hostPort}/`;
  const page = async () => (await fetch(url).catch(() => null))?.text();
  let text = await page();
  for (const until = performance.now() + 5000; text !== "page\n" && performance.now() < until; ) text = await page();
  expect(text).toBe("page\n");
  await client.pods.stop(as.editor, pod.uuid, { force: true });
  await client.pods.remove(as.editor, pod.uuid);
});

test("a fetch from the node's disk is an administrator's, tells its progress, and is the same image", async () => {
  const { client, as } = agent;
  const { folder, file } = makeBox();
  try {
    const request = { source: file, insecureOptions: ["image" as const] };
    const refused = client.images.fetch(as.editor, request).next();
    await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/forbidden|image-unsigned/) });
    const lines = [];
    for await (const line of client.images.fetch(as.admin, request)) lines.push(line);
    expect(lines.at(-1)).toMatchObject({ type: "done", image: { name: boxName } });
    expect(lines.length).toBeGreaterThan(1);
    const missing = client.images.fetch(as.admin, { ...request, source: "/nowhere/box.aci" }).next();
    await expect(missing).rejects.toMatchObject({ code: "fetch-failed" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a truncated, a hostile and a broken-off upload leave the store as it was", async () => {
  const { client, as, state } = agent;
  const before = (await client.images.list(as.viewer)).images;
  const upload = async (body: Buffer) => {
    async function* whole() {
      yield body;
    }
    for await (const _line of client.images.upload(as.admin, "bad.aci", whole(), { insecureOptions: ["image"] }));
  };
  await expect(upload(Buffer.from("no archive at all"))).rejects.toMatchObject({ code: /bad-archive|bad-image/ });
  await expect(upload(Buffer.alloc(0))).rejects.toMatchObject({ code: /bad-archive|bad-image/ });

  const { ca, cert, key } = agent.tls;
  const [host, port] = agent.address.split(":");
  const temp = path.join(state, "agent/images/tmp");
  const token = assertion();
  const cut = request({
    ...{ host, port, servername: agent.node, ca, cert, key, agent: false, method: "POST" },
    path: "/v1/images/upload?name=cut.aci&insecureOptions=image",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
  });
  cut.on("error", () => {});
  cut.write(Buffer.alloc(1_000_000));
  await soon("the upload has begun", () => existsSync(temp) && readdirSync(temp).length > 0);
  cut.destroy();
  await soon("nothing is left of it", () => readdirSync(temp).length === 0);
  expect((await client.images.list(as.viewer)).images).toEqual(before);
});

function assertion(): string {
  const key = readFileSync(path.join(agent.state, "console/tls/assertion.key"));
  return localSigner(key)(claimsFor(agent.as.admin, "console", agent.node));
}
