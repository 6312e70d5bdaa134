import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { IndexService } from "./service.ts";

let folder: string;
let service: IndexService;

/** A worker that says which agents it was told of, answers opens, and dies when a socket is gone. */
const source = `
import { parentPort } from "node:worker_threads";
parentPort.on("message", (message) => {
  if (message.op === "agents") parentPort.postMessage({ op: "sources", sources: message.agents.map(({ name }) => ({ name, state: "live", asOf: 1, why: null })) });
  if (message.op === "open") parentPort.postMessage({ op: "out", socket: message.socket, texts: ["hello"] });
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
