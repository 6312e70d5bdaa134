/** One node takes images from another: two real agents on loopback, mutual TLS, everything verified again by the taker. */
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { writeAci } from "../../agent/image/build-aci.ts";
import { tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { ociImage } from "../support/oci-image.ts";
import { OddRegistry } from "../support/odd-registry.ts";
import { TcpRelay } from "../support/tcp-relay.ts";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";
import { Gpg } from "./support/gpg.ts";

const insecure = "--insecure-options=image";
let work: string;
let giver: TestAgent;
let taker: TestAgent;
let relay: TcpRelay;
let registry: OddRegistry;
let [give, take]: Craton[] = [];
let gpg: Gpg;
let key: string;
beforeAll(async () => {
  work = fs.mkdtempSync(path.join(os.tmpdir(), "craton-peers-"));
  gpg = new Gpg();
  key = await gpg.key("ann <ann@example.com>");
  trust("giver");
  const config = (name: string) => [
    "--local-config",
    path.join(work, name),
    "--system-config",
    path.join(work, "none"),
  ];
  giver = await startAgent({ args: config("giver") });
  taker = await startAgent({ args: config("taker"), authorityOf: giver.state });
  const command = await cratonCommand();
  [give, take] = [cratonOn(command, giver.state), cratonOn(command, taker.state)];
  registry = await new OddRegistry().start();
  relay = await TcpRelay.before(Number(giver.address.split(":")[1]));
  const settings = JSON.stringify({ registries: { [registry.host]: { plainHttp: true } } });
  for (const { state } of [giver, taker]) fs.writeFileSync(path.join(state, "agent/registries.json"), settings);
});
afterAll(async () => {
  await relay?.close();
  await registry?.stop();
  await taker?.stop();
  await giver?.stop();
  gpg?.close();
  fs.rmSync(work, { recursive: true, force: true });
});
afterEach(async () => {
  for (const { client, as } of [giver, taker])
    for (const { id } of (await client.images.list(as.admin)).images) await client.images.remove(as.admin, id);
  peers({});
  fs.rmSync(letIn(), { force: true });
});

function trust(name: string): void {
  const folder = path.join(work, name, "trustedkeys/root.d");
  fs.mkdirSync(folder, { recursive: true });
  if (key) fs.writeFileSync(path.join(folder, key), "");
}
const letIn = () => path.join(giver.state, "agent/trust", `peer-${taker.node}.peer`);
const peers = (settings: object) =>
  fs.writeFileSync(path.join(taker.state, "agent/peers.json"), JSON.stringify(settings));
const named = (more: object = {}) => ({ peers: { [giver.node]: { address: `127.0.0.1:${relay.port}`, ...more } } });
const from = (id: string, ...more: string[]) =>
  take?.("fetch", ...more, `--from=${giver.node}`, id) as ReturnType<Craton>;
const image = (...words: string[]) => ociImage(words.map((word) => ({ tar: tarOf({ name: "word", body: word }) })));
const fetched = async (craton: Craton | undefined, source: string) => {
  const { stdout, stderr, status } = (await craton?.("fetch", insecure, source)) ?? {};
  expect([status, stdout], stderr).toEqual([0, expect.stringMatching(/^sha512-/)]);
  return stdout?.trim() ?? "";
};

it("a node that is let in takes an image of layers by its ID, over a line that breaks; nobody else does", async () => {
  const big = randomBytes(24 << 20);
  registry.add(
    "a/b",
    "1",
    ociImage([
      { tar: tarOf({ name: "tmp/", type: "5", mode: 0o1777 }, { name: "big", body: big }), as: "plain" },
      { tar: tarOf({ name: "tmp/x", body: "x" }) },
    ]),
  );
  const id = await fetched(give, `docker://${registry.host}/a/b:1`);
  const why = async (result: ReturnType<Craton>) => (await result).stderr.trimEnd().split("\n").at(-1);
  expect(await why(from(id, insecure))).toContain("must name the node; it names none");
  peers(named());
  expect(await why(from(id, insecure))).toContain("is not among those that may take images");
  fs.writeFileSync(letIn(), "");
  expect(await why(from(id))).toContain("comes without a signature");
  const source = `node://${giver.node}/${id}`;
  relay.cutAfter(10 << 20);
  expect(await from(id, insecure)).toMatchObject({ status: 0, stdout: `${id}\n` });
  expect(relay.isCut).toBe(true);
  expect(await taker.client.images.get(taker.as.admin, id)).toMatchObject({ id, source, kind: "oci" });
  const file = path.join(work, "out.aci");
  expect(await take?.("image", "export", id, file)).toMatchObject({ status: 0, stdout: `${id}\n` });
});

it("a signed ACI comes with its signature, which counts only for whom the taker trusts", async () => {
  const file = path.join(work, "signed.aci");
  const manifest = { acKind: "ImageManifest", acVersion: "0.8.11", name: "example.com/signed" };
  const own = { uid: 0, gid: 0, mode: 0o755 };
  await writeAci([{ path: "", type: "dir", ...own }], file, { manifest, compression: "gzip" });
  fs.writeFileSync(`${file}.asc`, await gpg.sign(file, [key]));
  const armored = await gpg.export(key);
  const keys = (name: string) => fs.writeFileSync(path.join(work, name, "trustedkeys/root.d", key), armored);
  keys("giver");
  const { id } = await lastImage(giver, file);
  peers(named());
  fs.writeFileSync(letIn(), "");
  expect((await from(id)).stderr).toContain(key.slice(-16).toLowerCase());
  fs.mkdirSync(path.join(work, "taker/trustedkeys/root.d"), { recursive: true });
  keys("taker");
  expect(await from(id)).toMatchObject({ status: 0, stdout: `${id}\n` });
  expect((await taker.client.images.get(taker.as.admin, id)).trust).toMatchObject({ kind: "signed" });
});

it("a registry is asked only for what no other node has", async () => {
  const shared = image("base", "upper");
  registry.add("a/c", "1", shared);
  const source = `docker://${registry.host}/a/c:1`;
  const id = await fetched(give, source);
  fs.writeFileSync(letIn(), "");
  peers({ askFirst: true, ...named() });
  registry.requests.length = 0;
  expect(await fetched(take, source)).toBe(id);
  for (const { digest } of shared.layers) expect(registry.asked(digest)).toEqual([]);
  const other = ociImage([
    { tar: tarOf({ name: "word", body: "base" }) },
    { tar: tarOf({ name: "word", body: "new" }) },
  ]);
  registry.add("a/d", "1", other);
  await fetched(take, `docker://${registry.host}/a/d:1`);
  expect(registry.asked(other.layers[1]?.digest ?? "?")).toHaveLength(1);
});

it("a node that is away or lies does not keep the registry from being asked", async () => {
  const one = image("alone");
  registry.add("a/e", "1", one);
  peers({ askFirst: true, peers: { "node-x": { address: "127.0.0.1:1" }, "node-y": { address: giver.address } } });
  await fetched(take, `docker://${registry.host}/a/e:1`);
  expect(registry.asked(one.layers[0]?.digest ?? "?")).toHaveLength(1);
  const { stderr } = (await take?.("fetch", insecure, "--from=node-y", `sha512-${"0".repeat(128)}`)) ?? { stderr: "" };
  expect(stderr).toContain("the certificates of the two nodes do not fit together");
});

async function lastImage({ client, as }: TestAgent, source: string) {
  for await (const line of client.images.fetch(as.admin, { source })) if (line.type === "done") return line.image;
  throw new Error("the fetch ended without an image");
}
