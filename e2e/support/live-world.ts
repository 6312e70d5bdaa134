/** A console's live side for tests: real HTTP server, upgrades, sessions and engine; rows are put by the test. */
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { kinds } from "../../lib/contract/kinds.ts";
import type { Source } from "../../lib/contract/live.ts";
import type { Role } from "../../lib/contract/roles.ts";
import { readConfig } from "../../lib/server/config.ts";
import type { ServerContext } from "../../lib/server/context.ts";
import { originRules } from "../../lib/server/http/origin.ts";
import { Engine } from "../../lib/server/index/engine.ts";
import type { Index, Sink } from "../../lib/server/index/service.ts";
import { createLog } from "../../lib/server/log.ts";
import { Upgrades } from "../../lib/server/socket/upgrade.ts";
import { openDatabase } from "../../lib/server/store/database.ts";
import { wire } from "../../lib/server/wire.ts";

export type LiveWorld = {
  url: string;
  context: ServerContext;
  engine: Engine;
  /** Bytes handed to each socket, by the index's number. */
  bytes: Map<number, number>;
  setSources(sources: Source[]): void;
  /** A user of the role with a session; the answer is what its browser sends along. */
  signIn(role: Role): { headers: Record<string, string>; hash: string };
  /** The index starts anew: every socket is told. */
  loseIndex(): void;
  close(): Promise<void>;
};

export async function startLiveWorld(): Promise<LiveWorld> {
  const state = fs.mkdtempSync(path.join(os.tmpdir(), "craton-live-"));
  // A worker with nothing to do: the test feeds an engine of its own.
  const idle = path.join(state, "idle.mjs");
  fs.writeFileSync(idle, "setInterval(() => {}, 1e6)");
  const config = readConfig(["--state", state], state);
  const wired = await wire(
    config,
    createLog(() => {}),
    pathToFileURL(idle),
  );
  let sources: Source[] = [];
  let tick = 0;
  const bytes = new Map<number, number>();
  const sinks = new Map<number, Sink>();
  const engine = new Engine(
    {
      get tick() {
        return tick;
      },
      want: () => {},
      release: () => {},
      sources: () => sources,
      kindOf: () => "",
      isStale: (number) => sources[number]?.state === "down",
    },
    (socket, texts) => {
      bytes.set(socket, (bytes.get(socket) ?? 0) + texts.reduce((sum, text) => sum + text.length, 0));
      sinks.get(socket)?.out(texts);
    },
  );
  for (const kind of Object.values(kinds)) engine.addKind(kind);
  let next = 0;
  const index: Index = {
    sources: () => sources,
    peek: async (query, scope) => engine.peek(query, scope),
    search: async (wish) => engine.search(wish),
    add(sink) {
      sinks.set(next, sink);
      return next++;
    },
    send(message) {
      if (message.op === "open") engine.open(message.socket, message.id, message.rev, message.query, message.scope);
      if (message.op === "move") engine.move(message.socket, message.id, message.rev, message.from, message.rows);
      if (message.op === "close") engine.closeWindow(message.socket, message.id);
      if (message.op === "ready") engine.ready(message.socket);
      if (message.op === "gone") engine.gone(message.socket);
    },
    remove(socket) {
      sinks.delete(socket);
      engine.gone(socket);
    },
  };
  const context = { ...wired.context, index };
  const server = http.createServer((_request, response) => response.writeHead(404).end());
  const upgrades = new Upgrades(context, originRules("127.0.0.1", null), null);
  server.on("upgrade", (request, socket, head) => upgrades.handle(request, socket, head));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: origin.replace("http", "ws"),
    context,
    engine,
    bytes,
    setSources(list) {
      sources = list;
      tick++;
      engine.changed();
    },
    signIn(role) {
      const user = `${role}-${next}-${Math.random().toString(36).slice(2, 8)}`;
      addUser(state, user, role);
      const id = context.sessions.create(user, "127.0.0.1");
      return { headers: { cookie: `craton=${id}`, origin }, hash: context.sessions.resolve(id)?.hash ?? "" };
    },
    loseIndex() {
      for (const sink of [...sinks.values()]) sink.lost();
    },
    async close() {
      engine.stop();
      server.close();
      server.closeAllConnections();
      await wired.close();
      fs.rmSync(state, { recursive: true, force: true });
    },
  };
}

/** Straight into the table: hashing a password would only take time. */
function addUser(state: string, name: string, role: Role): void {
  const db = openDatabase(path.join(state, "console/console.db"));
  db.prepare("insert into users (name, role, password, password_kind, created_at) values (?, ?, 'x', 'own', 0)").run(
    name,
    role,
  );
  db.close();
}
