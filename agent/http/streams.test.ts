/** NDJSON answers and uploads: errors before and after the beginning, slow readers, readers that leave, the agent's end. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { type Edge, startEdge } from "../../e2e/support/agent-edge.ts";
import { event, image, stubServices, uuid } from "../../e2e/support/agent-services.ts";
import { when } from "../../e2e/support/fake-session.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import type { EventService } from "../event/service.ts";
import type { ImageService } from "../image/service.ts";
import type { PodService } from "../pod/service.ts";
import type { HttpOptions } from "./server.ts";

// Real TLS and openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const editor = { user: "ada", role: "editor" as const };
const edges: Edge[] = [];
type Change = { pods?: Partial<PodService>; images?: Partial<ImageService>; events?: Partial<EventService> };
async function edgeWith(change: Change, options: Partial<HttpOptions> = {}) {
  const services = stubServices();
  Object.assign(services.pods, change.pods);
  Object.assign(services.images, change.images);
  if (change.events) Object.assign(services.events, change.events);
  const edge = await startEdge(services, options);
  edges.push(edge);
  return { edge, services, client: edge.client() };
}
afterEach(async () => {
  for (const edge of edges.splice(0)) await edge.stop();
});
async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of source) found.push(one);
  return found;
}
async function* failing(error: Error): AsyncGenerator<never> {
  yield* [];
  throw error;
}
const line = (text: string) => ({ time: "2026-11-24T10:00:00Z", stream: "stdout" as const, partial: false, text });

/** An answer whose body is not read until the test does. */
function openRaw(edge: Edge, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: edge.bearer("editor") };
    const to = { host: "127.0.0.1", port: edge.port, servername: edge.node, agent: false, path, headers, ...edge.tls };
    request(to, resolve).once("error", reject).end();
  });
}

test("logs come line by line, whatever is in them", async () => {
  const texts = ["one", "", 'quote " backslash \\', "\u0000\u001b[31m", "ü 💥 \u2028", "x".repeat(200_000)];
  const { client } = await edgeWith({
    pods: {
      async *logs() {
        for (const text of texts) yield line(text);
      },
    },
  });
  expect((await all(client.logs(editor, uuid, "web"))).map(({ text }) => text)).toEqual(texts);
});

test("an error before the first line is a status", async () => {
  const { client } = await edgeWith({
    events: {
      read: () => failing(new CratonError("events-gone", { since: 1, oldest: 7 })),
    },
  });
  await expect(all(client.events(editor, { since: 1 }))).rejects.toMatchObject({
    code: "events-gone",
    facts: { oldest: 7 },
  });
});

test("an error after the beginning breaks the stream off, so that nobody takes it for the end", async () => {
  const { client, edge } = await edgeWith({
    pods: {
      async *logs() {
        yield line("one");
        throw new Error("disk");
      },
    },
  });
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { text } of client.logs(editor, uuid, "web")) seen.push(text);
  })();
  await expect(reading).rejects.toMatchObject({ code: "agent-unreachable" });
  expect(edge.log.filter(({ level }) => level === "error")).toHaveLength(1);
});

test("a quiet follower gets its answer at once", async () => {
  const { client } = await edgeWith({
    events: {
      async *read(_since, { signal }) {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    },
  });
  const gone = new AbortController();
  const connected = Promise.withResolvers<boolean>();
  const onConnection = (state: { connected: boolean }) => connected.resolve(state.connected);
  const reading = all(client.events({ ...editor, signal: gone.signal }, { since: 3, follow: true, onConnection }));
  expect(await connected.promise).toBe(true);
  gone.abort(new Error("enough"));
  await expect(reading).rejects.toThrow("enough");
});

test("a reader that leaves aborts the source", async () => {
  const aborted = Promise.withResolvers<void>();
  let returned = false;
  const { client } = await edgeWith({
    pods: {
      async *logs(_id, _app, { signal }) {
        signal.addEventListener("abort", () => aborted.resolve());
        try {
          for (let i = 0; ; i++) {
            yield line(String(i));
            await turn();
            if (signal.aborted) return;
          }
        } finally {
          returned = true;
        }
      },
    },
  });
  for await (const { text } of client.logs(editor, uuid, "web", { follow: true })) if (text === "10") break;
  await aborted.promise;
  await when("the source has ended", () => returned);
});

test("a reader that does not read stops the source, and costs the agent little", async () => {
  let made = 0;
  const { edge } = await edgeWith({
    pods: {
      async *logs(_id, _app, { signal }) {
        while (!signal.aborted) {
          made += 1;
          yield line("x".repeat(10_000));
        }
      },
    },
  });
  const answer = await openRaw(edge, `/v1/pods/${uuid}/apps/web/logs?follow=1`);
  answer.pause();
  let before = -1;
  await when("nothing more is made", () => {
    const still = made === before && made > 0;
    before = made;
    return still;
  });
  // The sockets' buffers and ours; not what a source could make meanwhile.
  expect(made * 10_000).toBeLessThan(32 * 2 ** 20);
  answer.destroy();
});

test("stats come to those who asked, and are taken only while somebody follows", async () => {
  let readings = 0;
  const { client, services } = await edgeWith({
    events: {
      async *read(since, { signal }) {
        yield event(since + 1);
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    },
  });
  const usage = services.pods.usage;
  services.pods.usage = () => {
    readings += 1;
    return usage();
  };
  const plain = client.events(editor, { since: 0, follow: true });
  expect((await plain.next()).value).toMatchObject({ type: "event" });
  expect(readings).toBe(0);
  const lines = client.events(editor, { since: 0, follow: true, stats: true });
  const types = [await lines.next(), await lines.next()].map(({ value }) => value?.type);
  expect(types.toSorted()).toEqual(["event", "stats"]);
  expect(readings).toBe(1);
  await Promise.all([lines.return(), plain.return()]);
});

test("the agent's end breaks streams off, within moments", async () => {
  const { edge, client } = await edgeWith({
    pods: {
      async *logs(_id, _app, { signal }) {
        yield line("one");
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
      },
    },
  });
  const lines = client.logs(editor, uuid, "web", { follow: true });
  await lines.next();
  const began = performance.now();
  const [, end] = await Promise.all([edge.server.close(), lines.next().catch((error) => error)]);
  expect(end).toMatchObject({ code: "agent-unreachable" });
  expect(performance.now() - began).toBeLessThan(4500);
});

test("an upload arrives whole, with progress, and a failure is the last line's error", async () => {
  const bytes = randomBytes(3_000_000);
  const got: Uint8Array[] = [];
  const { client } = await edgeWith({
    images: {
      async *upload(name, body) {
        for await (const part of body) got.push(part);
        yield { type: "progress", step: "download", what: name, done: bytes.length, total: null };
        if (name === "bad.aci") throw new CratonError("bad-archive", { entry: "../x", why: "it leaves the tree" });
        yield { type: "done", image };
      },
    },
  });
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
  }
  const lines = await all(client.images.upload(editor, "web.aci", pieces()));
  expect(lines.map(({ type }) => type)).toEqual(["progress", "done"]);
  expect(Buffer.concat(got).equals(bytes)).toBe(true);
  const failing = all(client.images.upload(editor, "bad.aci", pieces()));
  await expect(failing).rejects.toMatchObject({ code: "bad-archive", facts: { entry: "../x" } });
});

test("an upload that is refused in the middle gets its answer while it still sends", async () => {
  const { client } = await edgeWith({
    images: {
      async *upload(_name, body) {
        for await (const part of body) if (part.length > 0) break;
        yield* failing(new CratonError("image-unsigned", { image: "web.aci" }));
      },
    },
  });
  let sent = 0;
  async function* endless() {
    for (;;) {
      sent += 65_536;
      yield Buffer.alloc(65_536);
    }
  }
  await expect(all(client.images.upload(editor, "web.aci", endless()))).rejects.toMatchObject({
    code: "image-unsigned",
  });
  expect(sent).toBeGreaterThan(0);
});

test("an upload that breaks off is an error for the store, forty of them leave nothing", async () => {
  let failed = 0;
  let begun = 0;
  const { edge } = await edgeWith({
    images: {
      async *upload(_name, body) {
        begun += 1;
        try {
          for await (const part of body) void part;
          yield { type: "done", image };
        } catch (error) {
          failed += 1;
          throw error;
        }
      },
    },
  });
  for (let i = 0; i < 40; i++) {
    const to = { host: "127.0.0.1", port: edge.port, servername: edge.node, agent: false, ...edge.tls };
    const headers = { authorization: edge.bearer("editor"), "content-type": "application/octet-stream" };
    const upload = request({ ...to, method: "POST", path: "/v1/images/upload?name=a.aci", headers });
    upload.on("error", () => {});
    upload.write(Buffer.alloc(1000));
    await when("it has begun", () => begun === i + 1);
    upload.destroy();
  }
  await when("all failed", () => failed === 40);
});
