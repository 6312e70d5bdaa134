/**
 * Upgrades: /ws/live, /ws/exec and /ws/logs are ours and need our host, our origin and a finished session; in dev Next's
 * own go to Next; everything else is destroyed. Next's own checks do not see upgrades, so all of them are here.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { CratonError, errorTable } from "../../contract/errors.ts";
import { liveProtocol } from "../../contract/live.ts";
import { logProtocol, stdioProtocol } from "../../contract/stdio.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "../data/actor.ts";
import { asCratonError } from "../http/craton-error.ts";
import { checkHost, checkOrigin, type OriginRules } from "../http/origin.ts";
import { makeRequestId } from "../http/request-id.ts";
import { stripHeaders } from "../http/strip.ts";
import { readCookie } from "../session/cookie.ts";
import type { SessionRecord } from "../session/sessions.ts";
import { serveExec } from "./exec-socket.ts";
import { serveLive } from "./live-socket.ts";
import { serveLogs } from "./log-socket.ts";

type NextUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown;
const mostSockets = 64;
const protocols: Record<string, { protocol: string; maxPayload: number }> = {
  "/ws/live": { protocol: liveProtocol, maxPayload: 16 * 1024 },
  "/ws/exec": { protocol: stdioProtocol, maxPayload: 64 * 1024 + 1 },
  "/ws/logs": { protocol: logProtocol, maxPayload: 1024 },
};

export class Upgrades {
  private readonly servers: Map<string, WebSocketServer>;
  private readonly context: ServerContext;
  private readonly rules: OriginRules;
  private readonly next: NextUpgrade | null;

  /** `next`: Next's handler in dev, null in production. */
  constructor(context: ServerContext, rules: OriginRules, next: NextUpgrade | null) {
    this.context = context;
    this.rules = rules;
    this.next = next;
    this.servers = new Map(
      Object.entries(protocols).map(([path, { protocol, maxPayload }]) => [
        path,
        new WebSocketServer({
          noServer: true,
          maxPayload,
          perMessageDeflate: false,
          clientTracking: false,
          handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
        }),
      ]),
    );
  }

  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    const target = request.url ?? "";
    const path = target.split("?", 1)[0] ?? "";
    const server = this.servers.get(path);
    try {
      checkHost(request.headers, this.rules);
      if (!server) {
        if (this.next === null || !path.startsWith("/_next/")) socket.destroy();
        else this.next(request, socket, head);
        return;
      }
      this.open(server, path, new URLSearchParams(target.slice(path.length)), request, socket, head);
    } catch (error) {
      refuse(socket, asCratonError(error));
    }
  }

  private open(
    server: WebSocketServer,
    path: string,
    query: URLSearchParams,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): void {
    stripHeaders(request);
    checkOrigin(request.headers, this.rules);
    const session = this.context.sessions.resolve(readCookie(request.headers.cookie, this.context.secure));
    if (!session) throw new CratonError("unauthenticated", { why: "there is no session" });
    if (session.mustChangePassword) throw new CratonError("password-change-needed");
    const wanted = protocols[path]?.protocol ?? "";
    const offered = String(request.headers["sec-websocket-protocol"] ?? "").split(/\s*,\s*/);
    if (!offered.includes(wanted)) throw new CratonError("bad-request", { why: `the subprotocol must be ${wanted}` });
    if (this.context.sockets.count(session.hash) >= mostSockets) throw new CratonError("rate-limited", { seconds: 30 });
    const serve = this.server(path, query, session, request);
    server.handleUpgrade(request, socket, head, (ws) => {
      ws.on("error", () => ws.terminate());
      // The session may have ended while the handshake went on.
      if (this.context.sessions.byHash(session.hash) === null) ws.terminate();
      else serve(ws);
    });
  }

  /** Uses the ticket up before the handshake: a refusal is then an HTTP answer. */
  private server(path: string, query: URLSearchParams, session: SessionRecord, request: IncomingMessage) {
    const { context } = this;
    if (path === "/ws/live") return (ws: Parameters<typeof serveLive>[1]) => serveLive(context, ws, session);
    const actor: Actor = {
      user: session.user,
      role: session.role,
      address: request.socket.remoteAddress ?? "",
      requestId: makeRequestId(),
      session: session.hash,
    };
    const ticket = query.get("ticket") ?? "";
    if (path === "/ws/exec") {
      const asked = context.tickets.take(ticket, session.hash, "exec");
      return (ws: Parameters<typeof serveLive>[1]) => void serveExec(context, ws, actor, asked);
    }
    const asked = context.tickets.take(ticket, session.hash, "logs");
    return (ws: Parameters<typeof serveLive>[1]) => void serveLogs(context, ws, actor, asked);
  }
}

function refuse(socket: Duplex, error: CratonError): void {
  const body = JSON.stringify(error.body(makeRequestId()));
  const { status } = errorTable[error.code];
  socket.end(
    `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `x-content-type-options: nosniff\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`,
  );
}
