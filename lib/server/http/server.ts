/** The listening socket: http on loopback, https elsewhere. `/healthz` is answered before anything else is ready. */
import http from "node:http";
import https from "node:https";
import type { Config } from "../config.ts";
import { bodyMs, clockBody } from "./body-clock.ts";

/** `takeTime`: the body of this request may come as slowly as it likes. */
export type Handler = (request: http.IncomingMessage, response: http.ServerResponse, takeTime: () => void) => void;

export function createServer(config: Config, handler: Handler, patience = bodyMs): http.Server | https.Server {
  const listener: http.RequestListener = (request, response) => {
    const takeTime = clockBody(request, patience);
    if (request.url === "/healthz") answerHealth(request, response);
    else handler(request, response, takeTime);
  };
  const options = { requestTimeout: 3_600_000, headersTimeout: 20_000, maxHeaderSize: 16 * 1024 };
  const server = config.tls
    ? https.createServer({ ...options, ...config.tls, minVersion: "TLSv1.2" }, listener)
    : http.createServer(options, listener);
  server.maxConnections = 4_000;
  return server;
}

/** Liveness and nothing else: no name, no version. */
function answerHealth(request: http.IncomingMessage, response: http.ServerResponse): void {
  const allowed = request.method === "GET" || request.method === "HEAD";
  response.writeHead(allowed ? 200 : 405, {
    "content-type": "text/plain",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(request.method === "GET" ? "ok\n" : undefined);
}

export function listen(server: http.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
