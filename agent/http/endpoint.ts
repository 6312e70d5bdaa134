/**
 * What an endpoint declares: method, path, the right it needs, what it takes and answers, and what it does. register.ts
 * serves it, openapi.ts describes it. An endpoint knows nothing of the web server.
 */
import type { z } from "zod";
import type { Noun, Verb } from "../../lib/contract/roles.ts";
import type { Stdio } from "../host/host.ts";
import type { Served } from "../image/serving/service.ts";
import type { Actor } from "../pod/service.ts";
import type { Services } from "./services.ts";

/**
 * By operation, never by method. `certificate`: any known client certificate, no assertion (only for /metrics). `peer`: the certificate of
 * a node that is let in, no assertion, since no user asks (only for what reads images).
 */
export type Right = { verb: Verb; noun: Noun } | "certificate" | "peer";

/** Who calls, through which client (`console`, `cli`), until when: `signal` aborts when the client goes away. */
export type Call = { actor: Actor; client: string; requestId: string; signal: AbortSignal };

export type Input<P, Q, B> = { params: P; query: Q; body: B };

type Shape<P, Q, B> = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** With `:name` for parameters. */
  path: `/${string}`;
  right: Right;
  summary: string;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  /** Names of the query that may be given several times; they reach the schema as lists. */
  lists?: readonly string[];
  body?: z.ZodType<B>;
};

/** Answers one value (200), or nothing (204) when `answer` is null. */
export type JsonEndpoint<P = unknown, Q = unknown, B = unknown> = Shape<P, Q, B> & {
  kind: "json";
  answer: z.ZodType | null;
  handle(services: Services, call: Call, input: Input<P, Q, B>): Promise<unknown> | unknown;
};

/** Answers application/x-ndjson, line by line as the reader takes them. */
export type LinesEndpoint<P = unknown, Q = unknown, B = unknown> = Shape<P, Q, B> & {
  kind: "lines";
  line: z.ZodType;
  /** The request's body is raw bytes, given to `handle` as a stream. */
  raw?: boolean;
  /** A line when nothing else was sent for 15 s; absent: an empty line. */
  beat?(services: Services): unknown;
  /** Lines that come by the clock; only while `wanted`. */
  stats?: (query: Q) => boolean;
  /** The line that ends a failed answer; absent: the connection is broken off, so that no reader takes it for the end. */
  failed?(error: { code: string; message: string; details: unknown; requestId: string }): unknown;
  handle(
    services: Services,
    call: Call,
    input: Input<P, Q, B>,
    raw: AsyncIterable<Uint8Array>,
  ): AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>;
};

/** Becomes a WebSocket of lib/contract/stdio.ts. */
export type SocketEndpoint<P = unknown, Q = unknown> = Shape<P, Q, undefined> & {
  kind: "socket";
  handle(services: Services, call: Call, input: Input<P, Q, undefined>): Promise<Stdio>;
};

/** Answers plain text. */
export type TextEndpoint = Shape<unknown, unknown, undefined> & {
  kind: "text";
  type: string;
  handle(services: Services): Promise<string>;
};

/** Answers bytes. */
export type BytesEndpoint<P = unknown, Q = unknown> = Shape<P, Q, undefined> & {
  kind: "bytes";
  handle(services: Services, call: Call, input: Input<P, Q, undefined>): Promise<Served> | Served;
};

export type Endpoint = JsonEndpoint | LinesEndpoint | SocketEndpoint | TextEndpoint | BytesEndpoint;

// The types of params, query and body are checked where an endpoint is written and forgotten in the list of all; the
// schemas beside them hold the promise.
export const json = <P, Q, B>(endpoint: Omit<JsonEndpoint<P, Q, B>, "kind">): Endpoint =>
  ({ kind: "json", ...endpoint }) as Endpoint;
export const lines = <P, Q, B>(endpoint: Omit<LinesEndpoint<P, Q, B>, "kind">): Endpoint =>
  ({ kind: "lines", ...endpoint }) as Endpoint;
export const socket = <P, Q>(endpoint: Omit<SocketEndpoint<P, Q>, "kind">): Endpoint =>
  ({ kind: "socket", ...endpoint }) as Endpoint;
export const text = (endpoint: Omit<TextEndpoint, "kind">): Endpoint => ({ kind: "text", ...endpoint });
export const bytes = <P, Q>(endpoint: Omit<BytesEndpoint<P, Q>, "kind">): Endpoint =>
  ({ kind: "bytes", ...endpoint }) as Endpoint;
