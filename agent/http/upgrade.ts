/** WebSocket endpoints: admitted and checked as any request, refused as plain HTTP answers, then bridged to a process. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { CratonError } from "../../lib/contract/errors.ts";
import { stdioProtocol } from "../../lib/contract/stdio.ts";
import { newRequestId } from "./authenticate.ts";
import { bridge } from "./bridge.ts";
import type { Endpoint, SocketEndpoint } from "./endpoint.ts";
import { errorAnswer } from "./errors.ts";
import { matchPath } from "./path-match.ts";
import { admit, type Edge, inputOf } from "./register.ts";

const maxFrame = 256 * 1024;

export type Upgrades = {
  handle(request: IncomingMessage, socket: Duplex, head: Buffer): void;
};

export function upgrades(endpoints: readonly Endpoint[], edge: Edge): Upgrades {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxFrame,
    handleProtocols: (offered) => (offered.has(stdioProtocol) ? stdioProtocol : false),
  });
  return {
    handle(request, socket, head) {
      // Until ws has it, nobody else listens; an unheard error would end the agent.
      socket.on("error", () => socket.destroy());
      let requestId = newRequestId();
      const known = (id: string) => {
        requestId = id;
      };
      serve(request, socket, head, known).catch((error) => {
        const where = (request.url ?? "").split("?")[0] ?? "";
        refuse(socket, errorAnswer(error, requestId, where, edge.log));
      });
    },
  };

  async function serve(request: IncomingMessage, socket: Duplex, head: Buffer, known: (id: string) => void) {
    const { endpoint, params, path } = find(endpoints, request);
    const caller = admit(request, endpoint, edge.verifier);
    if (caller === null || endpoint === undefined)
      throw new CratonError("not-found", { what: "WebSocket at", value: path });
    known(caller.requestId);
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
    if (!offered.includes(stdioProtocol))
      throw new CratonError("bad-request", { why: `the WebSocket must offer the subprotocol ${stdioProtocol}` });
    const search = (request.url ?? "").split("?").slice(1).join("?");
    const input = inputOf(endpoint, params, search, undefined) as Parameters<SocketEndpoint["handle"]>[2];

    const gone = new AbortController();
    const leave = edge.streams.enter(caller.client, () => {
      gone.abort(new Error("the agent ends"));
      socket.destroy();
    });
    const { user, role } = caller.actor;
    const facts = { requestId: caller.requestId, client: caller.client, user, role, where: path };
    const began = Date.now();
    try {
      const stdio = await endpoint.handle(edge.services, { ...caller, signal: gone.signal }, input);
      if (socket.destroyed) return stdio.close();
      edge.log("info", "session opened", facts);
      let bridged: Promise<void> | undefined;
      sockets.handleUpgrade(request, socket, head, (ws) => {
        bridged = bridge(ws, stdio, (error) => errorAnswer(error, caller.requestId, path, edge.log).body);
      });
      if (bridged === undefined) stdio.close();
      await bridged;
      edge.log("info", "session ended", { ...facts, seconds: (Date.now() - began) / 1000 });
    } finally {
      leave();
    }
  }
}

function find(endpoints: readonly Endpoint[], request: IncomingMessage) {
  const path = (request.url ?? "").split("?")[0] ?? "";
  for (const endpoint of endpoints) {
    if (endpoint.kind !== "socket" || request.method !== endpoint.method) continue;
    const params = matchPath(endpoint.path, path);
    if (params !== null) return { endpoint, params, path };
  }
  return { endpoint: undefined, params: {}, path };
}

function refuse(socket: Duplex, { status, body }: { status: number; body: object }): void {
  if (socket.destroyed) return;
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}
