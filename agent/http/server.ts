/** The agent's HTTPS server: TLS 1.3, a client certificate of the node's own authority, a signed user on every request. */
import type { Server as HttpsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { CratonError } from "../../lib/contract/errors.ts";
import type { Log } from "../log.ts";
import type { Verifier } from "./assertion.ts";
import { newRequestId } from "./authenticate.ts";
import { parseBodies } from "./body.ts";
import { answerBrokenRequest, closeUnread } from "./connection.ts";
import type { Durations } from "./durations.ts";
import type { Endpoint } from "./endpoint.ts";
import { errorAnswer, sendError } from "./errors.ts";
import { endpointsAt } from "./path-match.ts";
import { admit, type Edge, register } from "./register.ts";
import { Sampler } from "./sampler.ts";
import type { Services } from "./services.ts";
import { Streams } from "./streams.ts";
import { upgrades } from "./upgrade.ts";

export type HttpOptions = {
  listen: { host: string; port: number };
  /** PEM. */
  tls: { key: string | Buffer; cert: string | Buffer; ca: string | Buffer };
  verifier: Verifier;
  services: Services;
  endpoints: readonly Endpoint[];
  log: Log;
  durations: Durations;
  /** Bytes; default 8 GiB. */
  uploadLimit?: number;
  /** Bytes of a JSON body; default 4 MiB. */
  bodyLimit?: number;
  /** Open streams and terminals of one client; default 512. */
  streamLimit?: number;
  /** Milliseconds for a request's headers to be there; default 10 s. */
  headersTimeout?: number;
};

export type HttpServer = { address: { host: string; port: number }; close(): Promise<void> };

const defaults = { uploadLimit: 8 * 2 ** 30, bodyLimit: 4 * 2 ** 20, streamLimit: 512, headersTimeout: 10_000 };

function build(options: HttpOptions, bodyLimit: number): FastifyInstance {
  const headersTimeout = options.headersTimeout ?? defaults.headersTimeout;
  const app = fastify({
    https: {
      ...options.tls,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: "TLSv1.3",
      handshakeTimeout: 10_000,
      // An exec carries its command line in the address.
      maxHeaderSize: 256 * 1024,
      headersTimeout,
      connectionsCheckingInterval: headersTimeout / 5,
    },
    bodyLimit,
    // Uploads may last; JSON bodies have their own clock (body.ts).
    requestTimeout: 0,
    keepAliveTimeout: 75_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    genReqId: newRequestId,
    routerOptions: { maxParamLength: 1024 },
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket as Socket),
    frameworkErrors: (error, request, reply) => {
      reply.hijack();
      sendError(reply.raw, errorAnswer(error, request.id, "router", options.log, bodyLimit));
    },
  });
  return app as unknown as FastifyInstance;
}

function addHooks(app: FastifyInstance, edge: Edge, options: HttpOptions, bodyLimit: number): void {
  const { log, durations } = options;
  app.decorateRequest("caller", null);
  app.addHook("onRequest", async (request) => {
    request.caller = admit(request.raw, request.routeOptions.config.endpoint, edge.verifier);
  });
  app.addHook("onSend", async (_request, reply) => {
    reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
  });
  app.addHook("onResponse", async (request, reply) => {
    closeUnread(request.raw);
    const endpoint = request.routeOptions.config.endpoint;
    const seconds = reply.elapsedTime / 1000;
    if (endpoint?.kind !== "lines") durations.add(endpoint?.path ?? "none", request.method, reply.statusCode, seconds);
    if (request.method === "GET" && reply.statusCode < 400) return;
    log("info", "request", { ...whoAsked(request), status: reply.statusCode, seconds });
  });
  app.setErrorHandler((error, request, reply) => {
    const requestId = request.caller?.requestId ?? request.id;
    const { status, body } = errorAnswer(error, requestId, `${request.method} ${pathOf(request)}`, log, bodyLimit);
    return reply.code(status).type("application/json").send(JSON.stringify(body));
  });
  app.setNotFoundHandler((request) => {
    const path = pathOf(request);
    if (endpointsAt(options.endpoints, path).length > 0)
      throw new CratonError("method-not-allowed", { method: request.method, path });
    throw new CratonError("not-found", { what: "endpoint", value: path });
  });
}

const pathOf = (request: FastifyRequest) => (request.raw.url ?? "").split("?")[0]?.slice(0, 512) ?? "";

function whoAsked(request: FastifyRequest) {
  const { caller } = request;
  const requestId = caller?.requestId ?? request.id;
  const who = { client: caller?.client, user: caller?.actor.user, role: caller?.actor.role };
  return { requestId, ...who, method: request.method, where: pathOf(request) };
}

/** Listens; rejects when the address is taken. `close` breaks off streams, lets short requests end, and takes at most 5 s. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { services, verifier, log, endpoints } = options;
  const bodyLimit = options.bodyLimit ?? defaults.bodyLimit;
  const edge: Edge = {
    services,
    verifier,
    log,
    streams: new Streams(options.streamLimit ?? defaults.streamLimit),
    sampler: new Sampler(services.pods, log),
    uploadLimit: options.uploadLimit ?? defaults.uploadLimit,
  };
  const app = build(options, bodyLimit);
  parseBodies(app);
  addHooks(app, edge, options, bodyLimit);
  for (const endpoint of endpoints) register(app, endpoint, edge);
  const server = app.server as unknown as HttpsServer;
  server.maxConnections = 4096;
  server.on("connection", (socket: Socket) => socket.setKeepAlive(true, 15_000));
  const { handle } = upgrades(endpoints, edge);
  server.on("upgrade", handle);
  await app.listen(options.listen);
  const { address, port } = server.address() as AddressInfo;
  return {
    address: { host: address, port },
    async close() {
      edge.streams.breakAll();
      const force = setTimeout(() => server.closeAllConnections(), 5000);
      await app.close();
      clearTimeout(force);
    },
  };
}
