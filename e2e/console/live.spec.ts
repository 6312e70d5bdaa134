/** Two agents in one fleet: live lists over both, one that goes down and comes back, agents added and taken off. */
import { once } from "node:events";
import http from "node:http";
import { expect, test } from "@playwright/test";
import { applyOps } from "../../lib/api/live/page.ts";
import { liveProtocol, type Row, type ServerMessage, type Source, type WindowQuery } from "../../lib/contract/live.ts";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { makeAci, runPod, uploadImage } from "../support/fake-pod.ts";
import type { HttpUser, TestSocket } from "../support/http-user.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
let admin: HttpUser;
const images: Record<string, string> = {};

test.beforeAll(async () => {
  server = await startConsole({ agents: 2 });
  admin = await server.user("admin");
  const aci = makeAci();
  for (const { name } of server.agents) images[name] = await uploadImage(admin, name, aci);
});
test.afterAll(async () => {
  await server?.stop();
});

/** A window that is kept as a browser keeps it. */
class Held {
  rows: Row[] = [];
  sources: Source[] = [];
  matched = 0;
  private at = 0;
  private readonly socket: TestSocket;
  constructor(socket: TestSocket) {
    this.socket = socket;
  }
  async until(fits: (held: Held) => boolean): Promise<void> {
    while (!fits(this)) {
      const next = await this.socket.find((data) => {
        const place = this.socket.heard.indexOf(data);
        return place >= this.at ? { place, message: JSON.parse(data.toString()) as ServerMessage } : null;
      });
      this.at = next.place + 1;
      this.take(next.message);
    }
  }
  private take(message: ServerMessage): void {
    if (message.op !== "snapshot" && message.op !== "delta") return;
    const rows = message.op === "snapshot" ? message.rows : applyOps(this.rows, message.rows ?? {});
    if (rows === null) throw new Error("a delta did not fit");
    this.rows = rows;
    this.sources = message.sources ?? this.sources;
    this.matched = message.counts?.matched ?? this.matched;
  }
}
async function hold(kind: WindowQuery["kind"], filter = ""): Promise<Held> {
  const socket = await admin.socket("/ws/live", liveProtocol);
  socket.say({ op: "open", id: 1, rev: 1, query: { kind, cluster: "fleet", filter } });
  return new Held(socket);
}
const isReady = ({ cells }: Row) => JSON.stringify(cells.status).includes("ready");

test("a pod is in the list of all nodes as soon as it runs, and out of it when it is removed", async () => {
  const pods = await hold("pods");
  const nodes = await hold("nodes");
  await nodes.until(({ rows }) => rows.length === 2 && rows.every(isReady));
  const [one, two] = [await runPod(admin, "alpha", images.alpha ?? ""), await runPod(admin, "beta", images.beta ?? "")];
  await pods.until(({ rows }) => rows.length === 2);
  expect(pods.rows.map(({ key }) => key).sort()).toEqual([`alpha/${one.uuid}`, `beta/${two.uuid}`]);
  await nodes.until(({ rows }) => rows.every(({ cells }) => cells.pods === 1));
  await admin.call("POST", `${two.path}/stop`, { body: { force: true } });
  expect((await admin.call("DELETE", two.path)).status).toBe(204);
  await pods.until(({ matched }) => matched === 1);
  const events = await hold("events", "noun=pod reason=PodRemoved");
  await events.until(({ rows }) => rows.some(({ cells }) => cells.id === two.uuid));
});

test("a node that goes down keeps its rows, marked, with their age; back again they are fresh", async () => {
  const beta = server.agents[1];
  const pod = await runPod(admin, "beta", images.beta ?? "");
  const pods = await hold("pods", "node=beta");
  await pods.until(({ rows }) => rows.length === 1 && !rows[0]?.stale);
  const before = Date.now();
  await beta?.stop();
  await pods.until(({ rows }) => rows[0]?.stale === true);
  const source = pods.sources.find(({ name }) => name === "beta");
  expect(source).toMatchObject({ state: "down" });
  expect(source?.why).toBeTruthy();
  expect(source?.asOf).toBeLessThanOrEqual(Date.now());
  expect(source?.asOf).toBeGreaterThan(before - 60_000);
  const { body } = await admin.call("GET", "/api/c/fleet/nodes");
  const states = (body.nodes as { name: string; state: string }[]).map(({ name, state }) => `${name} ${state}`);
  expect(states).toEqual(["alpha live", "beta down"]);
  const refused = await admin.call("GET", pod.path);
  expect([refused.status, refused.body.code]).toEqual([502, "agent-unreachable"]);
  // The other node is as live as ever.
  const alpha = await hold("nodes", "name=alpha");
  await alpha.until(({ rows }) => rows.length === 1 && !rows[0]?.stale);
  await beta?.start();
  await pods.until(
    ({ rows, sources }) =>
      rows.every(({ stale }) => !stale) && sources.some(({ name, state }) => name === "beta" && state === "live"),
  );
});

test("agents are taken off and added while everything runs, and a wrong one is not written down", async () => {
  const add = (name: unknown, address: unknown) => admin.call("POST", "/api/agents", { body: { name, address } });
  const nodes = await hold("nodes");
  await nodes.until(({ rows }) => rows.length === 2);
  expect((await admin.call("DELETE", "/api/agents/beta")).status).toBe(200);
  await nodes.until(({ rows }) => rows.length === 1);
  const beta = server.agents[1];
  const wrong = await add("omega", beta?.address);
  expect([wrong.status, wrong.body.code]).toEqual([502, "agent-unreachable"]);
  expect(String(wrong.body.message)).toContain("its certificate is for another node");
  expect((await add("beta", "no address")).body.code).toBe("bad-body");
  expect((await add("beta", beta?.address)).status).toBe(200);
  await nodes.until(({ rows }) => rows.length === 2 && rows.every(isReady));
  expect((await add("beta", beta?.address)).body.code).toBe("conflict");
});

/** One ustar header of a plain file. */
function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, "0");
  header.write(name, 0);
  header.write(
    `${octal(0o644, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0        0`,
    100,
  );
  header.write("ustar\x0000", 257);
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
  );
  return header;
}

test("an upload passes through without being held, and ends when the browser goes away", async () => {
  const { hostname, port } = new URL(server.url);
  const path = "/api/c/fleet/nodes/alpha/images/upload?name=big.aci&insecure=image";
  const type = "application/octet-stream";
  const headers = { origin: server.url, cookie: admin.cookie, "x-csrf-token": admin.csrf, "content-type": type };
  const request = http.request({ hostname, port, path, method: "POST", headers });
  request.on("error", () => {});
  const manifest = JSON.stringify({ acKind: "ImageManifest", acVersion: "0.8.11", name: "example.com/big" });
  request.write(tarHeader("manifest", manifest.length));
  request.write(manifest.padEnd(512, "\0"));
  request.write(tarHeader("rootfs/big", 1 << 30));
  const before = server.memory();
  const chunk = Buffer.alloc(1 << 20, 1);
  // 300 of 1,024 MB: what the console does not pass on would have to be in its memory.
  for (let sent = 0; sent < 300; sent++) {
    if (!request.write(chunk)) await once(request, "drain");
  }
  expect(server.memory() - before).toBeLessThan(120 * 1024 * 1024);
  request.destroy();
  const outcomes = async () => {
    const { body } = await admin.call("GET", "/api/audit?action=image.upload&text=big.aci");
    return (body.entries as { outcome: string }[]).map(({ outcome }) => outcome);
  };
  await expect.poll(outcomes).toEqual(["failed", "allowed"]);
  const { body } = await admin.call("GET", "/api/c/fleet/nodes/alpha/images");
  expect((body.images as { name: string }[]).map(({ name }) => name)).toEqual(["example.com/quiet"]);
});
