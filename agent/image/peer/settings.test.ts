import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { peerNamed, peersFirst } from "./peers.ts";
import { readPeers } from "./settings.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-peers-"));
  file = join(folder, "peers.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("no file is no peers, and nobody is asked first", async () => {
  expect(await readPeers(file)).toEqual({ askFirst: false, peers: [] });
  expect(await peersFirst(file)).toBeNull();
  await expect(peerNamed(file, "node-b")).rejects.toThrow("it names none");
});

it("credentials are the node's own unless a peer has others", async () => {
  const peers = { "node-b": { address: "10.0.0.2:7411" }, "node-c": { address: "[::1]:1", credentials: "/c" } };
  writeFileSync(file, JSON.stringify({ peers }));
  expect((await readPeers(file)).peers).toEqual([
    { node: "node-b", address: "10.0.0.2:7411", credentials: join(folder, "peer") },
    { node: "node-c", address: "[::1]:1", credentials: "/c" },
  ]);
  expect(await peersFirst(file)).toBeNull();
  await expect(peerNamed(file, "node-d")).rejects.toThrow("it has node-b, node-c");
});

it.each([
  ["{", "it is no JSON"],
  ["[]", "it: "],
  [JSON.stringify({ ask: true }), "it: "],
  [JSON.stringify({ peers: { "node-b": { address: "10.0.0.2" } } }), "peers.node-b.address: must be HOST:PORT"],
  [
    JSON.stringify({ peers: { "node-b": { address: "a:1", credentials: "x" } } }),
    "peers.node-b.credentials: must be an absolute path",
  ],
])("a file that is not understood is an error that names it: %s", async (text, why) => {
  writeFileSync(file, text);
  await expect(readPeers(file)).rejects.toThrow(`${file} could not be read: ${why}`);
});
