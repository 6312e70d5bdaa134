/** Serves endpoints on fastify: authenticates, checks the right and the input, calls, answers. */
import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { CratonError } from "../../lib/contract/errors.ts";
import type { Log } from "../log.ts";
import { answerBytes } from "./answer-bytes.ts";
import { answerLines } from "./answer-lines.ts";
import type { Verifier } from "./assertion.ts";
import { authenticate, authenticateClient, authenticatePeer, authorise, type Caller } from "./authenticate.ts";
import type { BytesEndpoint, Endpoint, Input, JsonEndpoint, LinesEndpoint } from "./endpoint.ts";
import { pathErrors } from "./errors.ts";
import { checkInput, readQuery } from "./query.ts";
import type { Sampler } from "./sampler.ts";
import type { Services } from "./services.ts";
import type { Streams } from "./streams.ts";
import { uploadBody } from "./upload-body.ts";

export type Edge = {
  services: Services;
  verifier: Verifier;
  streams: Streams;
  sampler: Sampler;
  log: Log;
  uploadLimit: number;
};

declare module "fastify" {
  interface FastifyRequest {
    /** Set by the authentication; null before it and for /metrics. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
}

const searchOf = (request: IncomingMessage) => (request.url ?? "").split("?").slice(1).join("?");

/** Throws when the endpoint declares no right: such an endpoint cannot be served. */
export function checkDeclared(endpoint: Endpoint): void {
  const { right } = endpoint;
  if (right !== "certificate" && right !== "peer" && (right?.noun === undefined || right.verb === undefined))
    throw new Error(`${endpoint.method} ${endpoint.path} declares no right`);
}

/** Certificate, assertion and right; for every request, also those that lead nowhere. */
export function admit(request: IncomingMessage, endpoint: Endpoint | undefined, verifier: Verifier): Caller | null {
  if (endpoint?.right === "certificate") {
    authenticateClient(request, verifier);
    return null;
  }
  if (endpoint?.right === "peer") return authenticatePeer(request, verifier);
  const caller = authenticate(request, verifier);
  if (endpoint !== undefined) authorise(caller.actor, endpoint.right as Exclude<Endpoint["right"], string>);
  return caller;
}

export function inputOf(
  endpoint: Endpoint,
  params: unknown,
  search: string,
  body: unknown,
): Input<unknown, unknown, unknown> {
  return {
    params: checkInput(endpoint.params, { ...(params as object) }, "path"),
    query: checkInput(endpoint.query, readQuery(search, endpoint.lists), "query"),
    body: checkBody(endpoint, body),
  };
}

function checkBody(endpoint: Endpoint, body: unknown): unknown {
  if (endpoint.body === undefined) return undefined;
  const parsed = endpoint.body.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const errors = pathErrors(parsed.error);
  throw new CratonError("bad-body", { path: errors[0]?.path, why: errors[0]?.message }, { errors });
}

export function register(app: FastifyInstance, endpoint: Endpoint, edge: Edge): void {
  checkDeclared(endpoint);
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    config: { endpoint },
    handler: async (request, reply) => {
      if (endpoint.kind === "socket") throw new CratonError("bad-request", { why: "this address is for a WebSocket" });
      if (endpoint.kind === "text") return reply.type(endpoint.type).send(await endpoint.handle(edge.services));
      const { caller } = request;
      if (caller === null) throw new CratonError("unauthenticated", { why: "nobody is" });
      if (endpoint.kind === "lines") return serveLines(endpoint, request, reply, caller, edge);
      if (endpoint.kind === "bytes") return serveBytes(endpoint, request, reply, caller, edge);
      return serveJson(endpoint, request, reply, caller, edge);
    },
  });
}

async function serveJson(
  endpoint: JsonEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
  edge: Edge,
) {
  const signal = goneSignal(reply).signal;
  const input = inputOf(endpoint, request.params, searchOf(request.raw), request.body);
  const value = await endpoint.handle(edge.services, { ...caller, signal }, input);
  if (endpoint.answer === null) return reply.code(204).send();
  // As text: fastify would take a string or null for something else.
  return reply.type("application/json").send(JSON.stringify(value ?? null));
}

/** Aborts when the answer's connection closes before the answer is through. */
function goneSignal(reply: FastifyReply): AbortController {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort(new Error("the client went away"));
  });
  return gone;
}

async function serveLines(
  endpoint: LinesEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
  edge: Edge,
) {
  const { requestId } = caller;
  const gone = goneSignal(reply);
  const input = inputOf(endpoint, request.params, searchOf(request.raw), endpoint.raw ? undefined : request.body);
  const leave = edge.streams.enter(caller.client, () => {
    gone.abort(new Error("the agent ends"));
    reply.raw.destroy();
  });
  try {
    const raw = endpoint.raw ? uploadBody(request.raw, edge.uploadLimit) : nothing();
    const source = await endpoint.handle(edge.services, { ...caller, signal: gone.signal }, input, raw);
    const { services, sampler, log } = edge;
    const wantsStats = endpoint.stats?.(input.query) ?? false;
    const context = { raw: reply.raw, requestId, signal: gone.signal, services, sampler, log, wantsStats };
    await answerLines(endpoint, source, context, () => reply.hijack());
  } finally {
    leave();
  }
  return reply;
}

async function serveBytes(
  endpoint: BytesEndpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  caller: Caller,
  edge: Edge,
) {
  const gone = goneSignal(reply);
  const { body: _, ...input } = inputOf(endpoint, request.params, searchOf(request.raw), undefined);
  const leave = edge.streams.enter(caller.client, () => reply.raw.destroy());
  try {
    const served = await endpoint.handle(
      edge.services,
      { ...caller, signal: gone.signal },
      { ...input, body: undefined },
    );
    await answerBytes(reply, served, request.headers.range, gone.signal);
  } finally {
    leave();
  }
  return reply;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
