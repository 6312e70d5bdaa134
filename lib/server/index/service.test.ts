import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { IndexService } from "./service.ts";

let folder: string;
let service: IndexService;

/** A worker that says which agents it was told of, answers opens and peeks at pods, and dies when a socket is gone. */
const source = `
import { parentPort } from "node:worker_threads";
parentPort.on("message", (message) => {
  if (message.op === "agents") parentPort.postMessage({ op: "sources", sources: message.agents.map(({ name }) => ({ name, state: "live", asOf: 1, why: null })) });
  if (message.op === "open") parentPort.postMessage({ op: "out", socket: message.socket, texts: ["hello"] });
  if (message.op === "ask" && message.question === "peek" && message.wish.query.kind === "pods") parentPort.postMessage({ op: "answer", ask: message.ask, value: { op: "snapshot", from: message.wish.query.from }, fault: null });
  if (message.op === "ask" && message.question === "search" && message.wish.text === "x:") parentPort.postMessage({ op: "answer", ask: message.ask, value: null, fault: { code: "bad-filter", facts: { position: 1, why: "it is empty" } } });
  if (message.op === "gone") throw new Error("dies");
});
`;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-index-"));
  const file = path.join(folder, "worker.mjs");
  fs.writeFileSync(file, source);
  service = new IndexService(
    pathToFileURL(file),
    { home: folder },
    createLog(() => {}),
  );
});
afterEach(async () => {
  await service.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

const query = { kind: "pods", cluster: "fleet", filter: "", status: [], sort: [], from: 0, rows: 1 } as const;
const open = () =>
  new Promise<{ texts: string[]; lost: Promise<void>; number: number }>((resolve) => {
    let gone = () => {};
    const lost = new Promise<void>((done) => {
      gone = done;
    });
    const number = service.add({ out: (texts) => resolve({ texts, lost, number }), lost: () => gone() });
    service.send({
      op: "open",
      socket: number,
      id: 1,
      rev: 1,
      query: { ...query, namespaces: [], status: [], sort: [] },
      scope: { pods: "all" },
    });
  });

test("a worker that dies is started anew, knows the agents, and the sockets are told", async () => {
  service.setAgents([{ name: "alpha", address: "127.0.0.1:1" }]);
  const first = await open();
  expect(first.texts).toEqual(["hello"]);
  expect(service.sources("fleet")).toMatchObject([{ name: "alpha", state: "live" }]);
  const doomed = service.add({ out: () => {}, lost: () => {} });
  service.remove(doomed);
  await first.lost;
  expect(service.sources("fleet")).toMatchObject([{ name: "alpha", state: "connecting" }]);
  // A browser may be back before the worker is: what it asks is kept.
  expect((await open()).texts).toEqual(["hello"]);
  expect(service.sources("fleet")).toMatchObject([{ name: "alpha", state: "live" }]);
});

const peek = (kind: "pods" | "nodes", from: number, withinMs?: number) =>
  service.peek({ ...query, kind, from, namespaces: [], status: [], sort: [] }, { [kind]: "all" }, withinMs);

test("a peek is answered with its own page, without a socket", async () => {
  const answers = await Promise.all([7, 8, 9].map((from) => peek("pods", from, 30_000)));
  expect(answers.map((page) => page?.from)).toEqual([7, 8, 9]);
});

test("a peek that the worker does not answer is null soon, and so is one whose worker dies or is dead", async () => {
  expect(await peek("nodes", 0)).toBeNull();
  const first = await open();
  const left = peek("nodes", 0);
  service.remove(first.number);
  expect(await left).toBeNull();
  expect(await peek("pods", 0)).toBeNull();
});

test("a question is answered with its error, and one that the worker cannot answer any more says so", async () => {
  const wish = { scope: {}, namespaces: [], limit: 5 };
  await expect(service.search({ ...wish, text: "x:" })).rejects.toMatchObject({
    code: "bad-filter",
    message: "the filter is not understood at character 1: it is empty",
  });
  const open = expect(service.search({ ...wish, text: "never" })).rejects.toMatchObject({ code: "unavailable" });
  const heard: string[] = [];
  const cancel = service.onRights(() => heard.push("rights"));
  service.remove(service.add({ out: () => {}, lost: () => {} }));
  await open;
  // A new worker may have missed a change of roles.
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(["rights"]);
  cancel();
});
