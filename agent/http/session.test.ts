/** Terminals over WebSockets: both directions, exit codes, slow readers, and ends of every kind. */
import { readdirSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { type Edge, startEdge } from "../../e2e/support/agent-edge.ts";
import { stubServices, uuid } from "../../e2e/support/agent-services.ts";
import { FakeSession, when } from "../../e2e/support/fake-session.ts";
import type { AgentClient } from "../../lib/api/agent/client.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import { channel, stdioProtocol } from "../../lib/contract/stdio.ts";

// Real TLS and openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const services = stubServices();
const caller = { user: "ada", role: "editor" as const };
let edge: Edge;
let client: AgentClient;
beforeAll(async () => {
  edge = await startEdge(services, { streamLimit: 40 });
  client = edge.client();
});
afterAll(async () => {
  client.close();
  await edge.stop();
});

async function open(tty: { columns: number; rows: number } | null = null) {
  const far = new FakeSession();
  services.sessions.push(far);
  const near = await client.exec(caller, uuid, "web", { command: ["sh", "-c", "a b"], tty });
  let output = "";
  near.onData((stream, data) => {
    output += `${stream}:${data};`;
  });
  return { far, near, output: () => output };
}

/** A bare WebSocket with an assertion, for what the client never does. */
function bare(path = `/v1/pods/${uuid}/apps/web/exec?command=sh`, protocols: string[] = [stdioProtocol]) {
  const url = `wss://127.0.0.1:${edge.port}${path}`;
  const tls = { ...edge.tls, servername: edge.node };
  return new WebSocket(url, protocols, { ...tls, headers: { authorization: edge.bearer("editor") } });
}
const closed = (ws: WebSocket) =>
  new Promise<number>((resolve) => {
    ws.on("error", () => {});
    ws.once("close", (code) => resolve(code));
  });

test("input, output, errors, size and exit code pass through, output also when it was there first", async () => {
  const far = new FakeSession();
  far.say(1, "early");
  services.sessions.push(far);
  const near = await client.exec(caller, uuid, "web", { command: ["sh"], tty: { columns: 80, rows: 24 } });
  let output = "";
  near.onData((stream, data) => {
    output += `${stream}:${data};`;
  });
  await near.write(Buffer.from("hello "));
  await near.write(Buffer.from("world"));
  near.resize(120, 40);
  near.closeStdin();
  await when("stdin ended", () => far.inputEnded);
  expect([far.input, far.sizes]).toEqual(["hello world", ["120x40"]]);
  far.say(2, "oops");
  far.say(1, "late");
  far.finish(3);
  expect(await near.exit).toEqual({ code: 3 });
  expect(output).toBe("1:early;2:oops;1:late;");
  await when("closed", () => far.closed);
});

test("ten megabytes arrive whole and in order, at the reader's pace", async () => {
  const { far, near } = await open();
  let size = 0;
  let sum = 0;
  near.onData((_stream, data) => {
    size += data.length;
    sum += data.reduce((all, byte) => all + byte, 0);
  });
  near.pause();
  const piece = Buffer.alloc(100_000, 1);
  for (let i = 0; i < 100; i++) far.say(1, piece);
  await when("the process waits for the reader", () => far.paused);
  near.resume();
  await when("all is there", () => size === 10_000_000, 20_000);
  expect(sum).toBe(10_000_000);
  far.finish(0);
  expect(await near.exit).toEqual({ code: 0 });
});

test("a slow reader does not hold up a quick one", async () => {
  const slow = await open();
  const quick = await open();
  slow.near.pause();
  const piece = Buffer.alloc(100_000, 1);
  for (let i = 0; i < 100; i++) slow.far.say(1, piece);
  await when("the slow one's process waits", () => slow.far.paused);
  let got = 0;
  quick.near.onData((_stream, data) => {
    got += data.length;
  });
  for (let i = 0; i < 50; i++) quick.far.say(1, piece);
  await when("the quick one has all", () => got === 5_000_000);
  expect(slow.far.paused).toBe(true);
  slow.near.close();
  quick.near.close();
  await when("both ended", () => slow.far.closed && quick.far.closed);
});

test("input waits for a process that does not read", async () => {
  const { far, near } = await open();
  far.buffered = 2_000_000;
  await near.write(Buffer.from("first;"));
  await when("first", () => far.input === "first;");
  let sent = false;
  const flood = near.write(Buffer.alloc(60_000_000, 120)).then(() => {
    sent = true;
  });
  // As long as anything moves it is looked at again; without a brake all of it would be through by then.
  for (let before = -1; before !== far.input.length; ) {
    before = far.input.length;
    for (let i = 0; i < 10; i++) await edge.ask({ path: "/v1/pods" });
  }
  expect([sent, far.input.length < 30_000_000]).toEqual([false, true]);
  far.drain();
  await flood;
  await when("all of it", () => far.input.length === 60_000_006, 20_000);
  near.close();
});

test("a session that cannot start, or breaks, says why", async () => {
  await expect(client.exec(caller, uuid, "web", { command: ["x"], tty: null })).rejects.toMatchObject({
    code: "exec-failed",
  });
  const { far, near } = await open();
  far.fail(new CratonError("exec-failed", { app: "web", command: "sh", why: "not found" }));
  await expect(near.exit).rejects.toMatchObject({ code: "exec-failed", facts: { why: "not found" } });
  const broken = await open();
  broken.far.fail(new Error("hunter2"));
  const error = await broken.near.exit.catch((reason) => reason);
  expect(error.code).toBe("internal");
  expect(JSON.stringify(error)).not.toContain("hunter2");
});

test("when the client goes, by a close, an abort or a broken connection, the process is ended", async () => {
  const one = await open();
  one.near.close();
  await when("closed", () => one.far.closed);

  const far = new FakeSession();
  services.sessions.push(far);
  const gone = new AbortController();
  const near = await client.exec({ ...caller, signal: gone.signal }, uuid, "web", { command: ["sh"], tty: null });
  gone.abort();
  await when("aborted", () => far.closed);
  await expect(near.exit).rejects.toThrow();

  const cut = new FakeSession();
  services.sessions.push(cut);
  const ws = bare();
  await new Promise((resolve) => ws.once("open", resolve));
  ws.terminate();
  await when("cut", () => cut.closed);
});

test("an attach ends without a code", async () => {
  const far = new FakeSession();
  services.sessions.push(far);
  const near = await client.attach(caller, uuid, "web");
  far.finish(null);
  expect(await near.exit).toEqual({ code: null });
});

test("frames that are not of the protocol close the session", async () => {
  const bad: [string | Buffer, number][] = [
    ["text", 1003],
    [Buffer.from([9, 1]), 1003],
    [Buffer.from([channel.exit, 1]), 1003],
    [Buffer.of(), 1003],
    [Buffer.concat([Buffer.of(channel.resize), Buffer.from('{"columns":0,"rows":1}')]), 1007],
    [Buffer.concat([Buffer.of(channel.resize), Buffer.from("x")]), 1007],
    [Buffer.alloc(300_000), 1009],
  ];
  for (const [message, code] of bad) {
    const far = new FakeSession();
    services.sessions.push(far);
    const ws = bare();
    await new Promise((resolve) => ws.once("open", resolve));
    const end = closed(ws);
    ws.send(message);
    expect(await end, String(message).slice(0, 20)).toBe(code);
    await when("closed", () => far.closed);
  }
});

test("a WebSocket without the subprotocol, elsewhere, or without a command is refused before a process is asked for", async () => {
  const status = (ws: WebSocket) =>
    new Promise<number>((resolve) => {
      ws.on("error", () => {});
      ws.once("unexpected-response", (_request, answer) => {
        ws.terminate();
        resolve(answer.statusCode ?? 0);
      });
    });
  expect(await status(bare(undefined, []))).toBe(400);
  expect(await status(bare(undefined, ["other"]))).toBe(400);
  expect(await status(bare("/v1/events?follow=1"))).toBe(404);
  expect(await status(bare(`/v1/pods/${uuid}/apps/web/exec`))).toBe(400);
  expect(await status(bare(`/v1/pods/${uuid}/apps/web/exec?command=sh&columns=0`))).toBe(400);
  expect(await status(bare(`/v1/pods/${uuid}/apps/../exec?command=sh`))).toBe(404);
});

test("one client cannot hold more than its share", async () => {
  const held = await Promise.all(Array.from({ length: 40 }, () => open()));
  await expect(open()).rejects.toMatchObject({ code: "too-many-streams" });
  services.sessions.length = 0;
  for (const { near } of held) near.close();
  await when("all closed", () => held.every(({ far }) => far.closed));
  const again = await open();
  again.near.close();
});

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
/** Bytes in use after a collection. */
const memory = () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

test("hundreds of attaches that are broken off leave no descriptor and no memory", async () => {
  const attachAndCut = async () => {
    const far = new FakeSession();
    services.sessions.push(far);
    const ws = bare(`/v1/pods/${uuid}/apps/web/attach`);
    await new Promise((resolve) => ws.once("open", resolve));
    far.say(1, Buffer.alloc(10_000));
    ws.terminate();
    await when("closed", () => far.closed);
  };
  const many = async (count: number) => {
    for (let i = 0; i < count; i += 10) await Promise.all(Array.from({ length: 10 }, attachAndCut));
  };
  const descriptors = () => readdirSync("/proc/self/fd").length;
  // The first ones fill caches and pools.
  await many(300);
  const fds = descriptors();
  const before = memory();
  await many(500);
  await when("descriptors are back", () => descriptors() <= fds + 5);
  expect(memory() - before).toBeLessThan(8 * 2 ** 20);
}, 60_000);
