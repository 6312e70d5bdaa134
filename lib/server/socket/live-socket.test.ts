import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { type LiveWorld, startLiveWorld } from "../../../e2e/support/live-world.ts";
import { openSlowSocket } from "../../../e2e/support/slow-socket.ts";
import { LiveClient } from "../../api/live/client.ts";
import type { LiveWindow } from "../../api/live/window.ts";
import { liveProtocol, type ServerMessage, type WindowQuery } from "../../contract/live.ts";

let world: LiveWorld;
const clients: LiveClient[] = [];

beforeEach(async () => {
  world = await startLiveWorld();
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  vi.unstubAllGlobals();
  await world.close();
});

const query = (more: Partial<WindowQuery> = {}): WindowQuery => ({
  kind: "pods",
  cluster: "fleet",
  namespaces: [],
  filter: "",
  status: [],
  sort: [{ column: "name", desc: false }],
  from: 0,
  rows: 60,
  ...more,
});
function put(name: string, cpu: number | string): void {
  const pods = world.engine.table("pods");
  const cells = pods.kind.columns.map(({ id }) => {
    if (id === "status") return { word: "running", tone: "ok" as const };
    return id === "name" ? name : id === "cpu" && typeof cpu === "number" ? cpu : id === "images" ? String(cpu) : null;
  });
  pods.put(`n/${name}`, 0, cells);
  world.engine.changed();
}
/** The browser's own client, with the cookie and origin that a browser sends. */
function browser(headers: Record<string, string>, signedIn = async () => true): LiveClient {
  class Socket extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { headers });
      // A browser tells a refusal by `close` alone.
      this.on("error", () => {});
    }
  }
  vi.stubGlobal("WebSocket", Socket);
  const client = new LiveClient({ url: `${world.url}/ws/live`, signedIn, random: () => 0 });
  clients.push(client);
  return client;
}
/** Resolves with the window's state when it fits. */
function until(window: LiveWindow, fits: (state: ReturnType<LiveWindow["getSnapshot"]>) => boolean) {
  return new Promise<ReturnType<LiveWindow["getSnapshot"]>>((resolve) => {
    const look = () => {
      const state = window.getSnapshot();
      if (!fits(state)) return;
      cancel();
      resolve(state);
    };
    const cancel = window.subscribe(look);
    look();
  });
}
const untilConnection = (client: LiveClient, state: string) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (client.connection.getSnapshot().state !== state) return;
      cancel();
      resolve();
    };
    const cancel = client.connection.subscribe(look);
    look();
  });

describe("the browser's client", () => {
  test("opens, follows changes, moves, queries and shows errors of the filter", async () => {
    for (let at = 0; at < 100; at++) put(`pod-${String(at).padStart(3, "0")}`, at);
    const client = browser(world.signIn("viewer").headers);
    const window = client.open(query({ rows: 10 }));
    expect(window.getSnapshot()).toMatchObject({ state: "loading", rows: [], counts: null });
    const first = await until(window, ({ counts }) => counts?.matched === 100);
    expect(first).toMatchObject({ state: "live", from: 0, pending: false, counts: { total: 100 } });
    expect(first.rows.map(({ cells }) => cells.name)).toContain("pod-009");
    put("pod-003", 77);
    const changed = await until(window, ({ rows }) => rows[3]?.cells.cpu === 77);
    // What did not change is the same object: React draws one row.
    expect(changed.rows[2]).toBe(first.rows[2]);
    window.move(5, 10);
    expect(window.getSnapshot().pending).toBe(true);
    await until(window, ({ from, pending, rows }) => from === 5 && !pending && rows[0]?.cells.name === "pod-005");
    window.query(query({ filter: "cpu>98", rows: 10 }));
    await until(window, ({ counts }) => counts?.matched === 1);
    window.query(query({ filter: "cpu>>", rows: 10 }));
    const failed = await until(window, ({ state }) => state === "error");
    expect(failed.error).toMatchObject({ code: "bad-filter", details: { position: 1 } });
    expect(failed.rows).toHaveLength(1);
    window.query(query({ rows: 10 }));
    await until(window, ({ state, counts }) => state === "live" && counts?.matched === 100);
  });

  test("opens a list anew by itself when its kind has other columns now", async () => {
    put("a", 1);
    const window = browser(world.signIn("viewer").headers).open(query());
    await until(window, ({ rows }) => rows.length === 1);
    const told = until(window, ({ error }) => error?.code === "kind-changed");
    world.engine.addKind(world.engine.table("pods").kind);
    expect((await told).rows).toHaveLength(1);
    await until(window, ({ state, counts }) => state === "live" && counts?.total === 0);
  });

  test("comes back by itself after a break, keeps the old rows meanwhile, and is whole afterwards", async () => {
    put("a", 1);
    const client = browser(world.signIn("viewer").headers);
    const window = client.open(query());
    await until(window, ({ rows }) => rows.length === 1);
    const stale = until(window, ({ state }) => state === "stale");
    world.loseIndex();
    expect((await stale).rows).toHaveLength(1);
    expect(client.connection.getSnapshot().state).toBe("reconnecting");
    put("b", 2);
    const back = await until(window, ({ state, rows }) => state === "live" && rows.length === 2);
    expect(back.pending).toBe(false);
  });

  test("stops when the session ends, and does not come back", async () => {
    const { headers, hash } = world.signIn("viewer");
    const client = browser(headers, async () => false);
    const window = client.open(query());
    await until(window, ({ state }) => state === "live");
    world.context.sessions.end(hash, "you signed out");
    await untilConnection(client, "signed-out");
    expect(client.connection.getSnapshot().why).toBe("you signed out");
    expect(window.getSnapshot().state).toBe("stale");
  });

  test("that is refused at the door asks whether it is signed in, and stops", async () => {
    const client = browser({ origin: world.url.replace("ws", "http") }, async () => false);
    await untilConnection(client, "signed-out");
  });
});

/** A plain socket and all it heard. */
async function connect(headers: Record<string, string>) {
  const socket = new WebSocket(`${world.url}/ws/live`, liveProtocol, { headers });
  const heard: ServerMessage[] = [];
  const waiting: (() => void)[] = [];
  socket.on("message", (data) => {
    heard.push(JSON.parse(data.toString()));
    for (const go of waiting.splice(0)) go();
  });
  await once(socket, "open");
  const find = async (fits: (message: ServerMessage) => boolean) => {
    for (;;) {
      const found = heard.find(fits);
      if (found) return found;
      await new Promise<void>((go) => waiting.push(go));
    }
  };
  return { socket, heard, find, say: (message: unknown) => socket.send(JSON.stringify(message)) };
}

describe("the server's side", () => {
  test("an ended session says why and closes its sockets within a second", async () => {
    put("a", 1);
    const { headers, hash } = world.signIn("viewer");
    const { socket, find, say } = await connect(headers);
    say({ op: "open", id: 1, rev: 1, query: query() });
    await find(({ op }) => op === "snapshot");
    const began = Date.now();
    const closed = once(socket, "close");
    world.context.sessions.end(hash, "gone");
    expect((await closed)[0]).toBe(4401);
    expect(Date.now() - began).toBeLessThan(1_000);
    await find((message) => message.op === "bye" && message.why === "gone");
  });

  test("what is no message of the protocol is told and survived; a flood is not", async () => {
    const { socket, find, say } = await connect(world.signIn("viewer").headers);
    socket.send("{");
    await find((message) => message.op === "error" && message.id === null);
    say({ op: "open", id: 3, rev: 1, query: { ...query(), cluster: "other" } });
    await find((message) => message.op === "error" && message.id === 3 && message.error.code === "not-found");
    say({ op: "open", id: 4, rev: 1, query: { ...query(), sort: [{ column: "__proto__", desc: true }] } });
    await find((message) => message.op === "error" && message.id === 4 && message.error.code === "bad-request");
    const closed = once(socket, "close");
    for (let at = 0; at < 400; at++) say({ op: "close", id: at });
    expect((await closed)[0]).toBe(1008);
  });

  test("all tabs of one sign-in have 256 windows and no more; a closed one makes room, another sign-in has its own", async () => {
    const { headers } = world.signIn("viewer");
    const tabs = await Promise.all(Array.from({ length: 5 }, () => connect(headers)));
    const last = tabs[4] as (typeof tabs)[number];
    for (const { say, find } of tabs.slice(0, 4)) {
      for (let id = 0; id < 64; id++) say({ op: "open", id, rev: 1, query: query() });
      await find((message) => message.op === "snapshot" && message.id === 63);
    }
    last.say({ op: "open", id: 1, rev: 1, query: query() });
    const refusal = await last.find((message) => message.op === "error" && message.id === 1);
    expect(JSON.stringify(refusal)).toContain("256 windows");
    const other = await connect(world.signIn("viewer").headers);
    other.say({ op: "open", id: 1, rev: 1, query: query() });
    await other.find((message) => message.op === "snapshot" && message.id === 1);
    const gone = once(tabs[0]?.socket as WebSocket, "close");
    tabs[0]?.socket.close();
    await gone;
    // The server hears of the end in its own time.
    await vi.waitFor(async () => {
      last.heard.length = 0;
      last.say({ op: "open", id: 2, rev: 1, query: query() });
      await last.find((message) => "id" in message && message.id === 2);
      expect(last.heard.some((message) => message.op === "snapshot" && message.id === 2)).toBe(true);
    });
    for (const { socket } of [...tabs, other]) socket.terminate();
  }, 30_000);

  test("a message that is too long ends the socket", async () => {
    const { socket } = await connect(world.signIn("viewer").headers);
    const closed = once(socket, "close");
    socket.send("x".repeat(20_000));
    expect((await closed)[0]).toBe(1009);
  });

  test.each([
    ["no cookie", (headers: Record<string, string>) => ({ origin: headers.origin ?? "" }), 401],
    ["no origin", (headers: Record<string, string>) => ({ cookie: headers.cookie ?? "" }), 403],
    ["another origin", (headers: Record<string, string>) => ({ ...headers, origin: "http://evil.example" }), 403],
    ["another host", (headers: Record<string, string>) => ({ ...headers, host: "evil.example" }), 421],
    ["a cross-site fetch", (headers: Record<string, string>) => ({ ...headers, "sec-fetch-site": "cross-site" }), 403],
  ])("an upgrade with %s is refused", async (_name, change, status) => {
    const { headers } = world.signIn("admin");
    const socket = new WebSocket(`${world.url}/ws/live`, liveProtocol, { headers: change(headers) });
    socket.on("error", () => {});
    const [, answer] = await once(socket, "unexpected-response");
    expect(answer.statusCode).toBe(status);
  });

  test.each(["/ws/other", "/", "/ws/live/x"])("an upgrade of %s is destroyed", async (path) => {
    const { headers } = world.signIn("admin");
    const socket = new WebSocket(`${world.url}${path}`, liveProtocol, { headers });
    const [error] = await once(socket, "error");
    expect(String(error)).toMatch(/hang up|reset/);
  });
});

test("a browser that takes nothing is sent no backlog, and the one beside it misses nothing", async () => {
  const big = "x".repeat(3_000);
  for (let at = 0; at < 200; at++) put(`pod-${at}`, `${big}0`);
  const slow = openSlowSocket(world.url, world.signIn("viewer").headers, query({ rows: 200 }));
  const quick = await connect(world.signIn("viewer").headers);
  quick.say({ op: "open", id: 1, rev: 1, query: query({ rows: 200 }) });
  await quick.find(({ op }) => op === "snapshot");
  // Every round changes every cell of the page, 600 kB; the quick one hears of each.
  for (let round = 1; round <= 40; round++) {
    for (let at = 0; at < 200; at++) put(`pod-${at}`, `${big}${round}`);
    await quick.find(({ op, ...rest }) => op === "delta" && JSON.stringify(rest).includes(`${big}${round}"`));
    quick.heard.length = 0;
  }
  const [slowBytes = 0, quickBytes = 0] = [world.bytes.get(0), world.bytes.get(1)];
  slow.destroy();
  quick.socket.terminate();
  expect(quickBytes).toBeGreaterThan(40 * 600_000);
  // What the kernel buffers on both sides, and one message above the mark.
  expect(slowBytes).toBeLessThan(quickBytes / 3);
}, 30_000);
