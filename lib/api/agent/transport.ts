/**
 * HTTPS to one agent: TLS 1.3, the agent's authority pinned, its certificate checked for the node's name, our client
 * certificate, and a fresh signed assertion on each request. Fails with the agent's own CratonError, with
 * `agent-unreachable` (with the plain reason) when there is no answer, with `bad-answer` when it is not understood, and
 * with the signal's reason when the caller gave up.
 */
import { X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Agent, request as httpsRequest, type RequestOptions } from "node:https";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { checkServerIdentity } from "node:tls";
import { CratonError } from "../../contract/errors.ts";
import { type Caller, claimsFor, type Signer } from "./assertion.ts";
import { errorFromBody } from "./error-answer.ts";
import { unreachable } from "./unreachable.ts";

/** PEM texts: the authority, our certificate, our key. */
export type AgentTls = { ca: string | Buffer; cert: string | Buffer; key: string | Buffer };
/** `address` is HOST:PORT; `node` the name that the agent's certificate must carry. */
export type AgentOptions = { address: string; node: string; tls: AgentTls; sign: Signer };

export type Query = Record<string, string | number | boolean | readonly string[] | undefined>;
export type AgentRequest = {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Encoded; begins with /v1/. */
  path: string;
  query?: Query;
  json?: unknown;
  /** Sent as application/octet-stream. */
  body?: AsyncIterable<Uint8Array>;
};

/** A zod schema, or anything that parses. */
export type Parser<T> = { parse(value: unknown): T };
/** Schemas are loaded while the agent works: they cost a command 20 ms that nobody has to wait for. */
export type LateParser<T> = () => Promise<Parser<T>>;

export type Transport = {
  readonly node: string;
  readonly address: string;
  /** The raw answer with a 2xx status; the caller reads or destroys it. */
  open(caller: Caller, request: AgentRequest): Promise<IncomingMessage>;
  /** The parsed answer, checked by `schema`. */
  json<T>(caller: Caller, request: AgentRequest, schema: Parser<T> | LateParser<T>): Promise<T>;
  /** TLS options and an Authorization header for a WebSocket to `path`. */
  socket(caller: Caller, path: string, query: Query): { url: string; options: RequestOptions };
  close(): void;
};

const connectTimeout = 10_000;
const maxAnswer = 64 * 1024 * 1024;

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    if (typeof value === "object") for (const one of value) search.append(name, one);
    else search.append(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

function commonName(cert: string | Buffer): string {
  const line = new X509Certificate(cert).subject.split("\n").find((part) => part.startsWith("CN="));
  return line?.slice(3) ?? "";
}

/** `HOST:PORT` or `[HOST]:PORT` in two. */
export function splitAddress(address: string): { host: string; port: number } {
  const at = address.lastIndexOf(":");
  return { host: address.slice(0, at).replace(/^\[|\]$/g, ""), port: Number(address.slice(at + 1)) };
}

async function readAll(answer: IncomingMessage, node: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxAnswer) {
      answer.destroy();
      throw new CratonError("bad-answer", { node, why: `it is larger than ${maxAnswer} bytes` });
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function parseJson(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Opens no connection before the first request. */
export function createTransport({ address, node, tls, sign }: AgentOptions): Transport {
  const { host, port } = splitAddress(address);
  const issuer = commonName(tls.cert);
  const tlsOptions: RequestOptions = {
    host,
    port,
    ...tls,
    minVersion: "TLSv1.3",
    servername: node,
    checkServerIdentity: (_host, certificate) => checkServerIdentity(node, certificate),
  };
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 4, scheduling: "lifo", timeout: 60_000 });
  const authorization = (caller: Caller) => `Bearer ${sign(claimsFor(caller, issuer, node))}`;

  function once(
    caller: Caller,
    what: AgentRequest,
    sent?: () => void,
  ): Promise<{ answer: IncomingMessage } | { retry: true }> {
    return new Promise((resolve, reject) => {
      const text = what.json === undefined ? undefined : JSON.stringify(what.json);
      const headers: Record<string, string | number> = { authorization: authorization(caller) };
      if (text !== undefined) {
        headers["content-type"] = "application/json";
        headers["content-length"] = Buffer.byteLength(text);
      } else if (what.body !== undefined) headers["content-type"] = "application/octet-stream";
      const method = what.method ?? "GET";
      const path = withQuery(what.path, what.query);
      const request = httpsRequest({ ...tlsOptions, agent, method, path, headers, signal: caller.signal });
      let answered = false;
      let secured = false;
      const timer = setTimeout(
        () => request.destroy(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" })),
        connectTimeout,
      );
      request.once("socket", (socket) => {
        socket.setKeepAlive(true, 15_000);
        const connected = () => {
          secured = true;
          clearTimeout(timer);
          if (sent) setImmediate(sent);
        };
        if (request.reusedSocket) connected();
        else socket.once("secureConnect", connected);
      });
      request.once("response", (answer) => {
        answered = true;
        // Refused while the body was still on its way: nobody reads the rest.
        if (what.body !== undefined && (answer.statusCode ?? 0) >= 300) answer.once("close", () => request.destroy());
        resolve({ answer });
      });
      request.on("error", (error) => {
        clearTimeout(timer);
        if (answered) return;
        if (caller.signal?.aborted) reject(caller.signal.reason);
        // The agent closed an idle connection in the moment that we used it; nothing was asked yet.
        else if (request.reusedSocket && method === "GET" && "code" in error && error.code === "ECONNRESET")
          resolve({ retry: true });
        else reject(unreachable(node, address, error, secured && !request.reusedSocket));
      });
      if (what.body === undefined) request.end(text);
      // An agent that refuses answers before the body is through; then the broken pipe is no news.
      else
        pipeline(Readable.from(what.body, { objectMode: false }), request).catch((error) => {
          if (!answered) reject(caller.signal?.aborted ? caller.signal.reason : unreachable(node, address, error));
        });
    });
  }

  async function open(caller: Caller, what: AgentRequest, sent?: () => void): Promise<IncomingMessage> {
    caller.signal?.throwIfAborted();
    let outcome = await once(caller, what, sent);
    for (let left = 3; "retry" in outcome; left--) {
      if (left === 0) throw unreachable(node, address, Object.assign(new Error("reset"), { code: "ECONNRESET" }));
      outcome = await once(caller, what, sent);
    }
    const { answer } = outcome;
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    throw errorFromBody(parseJson(await read(caller, answer)), node, status);
  }

  async function read(caller: Caller, answer: IncomingMessage): Promise<Buffer> {
    try {
      return await readAll(answer, node);
    } catch (error) {
      throw caller.signal?.aborted ? caller.signal.reason : unreachable(node, address, error);
    }
  }

  return {
    node,
    address,
    open: (caller, what) => open(caller, what),
    async json<T>(caller: Caller, what: AgentRequest, schema: Parser<T> | LateParser<T>) {
      let late: Promise<Parser<T>> | undefined;
      const load = () => {
        late ??= typeof schema === "function" ? schema() : Promise.resolve(schema);
        return late;
      };
      const data = await read(caller, await open(caller, what, load));
      const parser = await load();
      const value = data.length === 0 ? null : parseJson(data);
      if (value === undefined) throw new CratonError("bad-answer", { node, why: "it is not JSON" });
      try {
        return parser.parse(value);
      } catch (error) {
        const why = error instanceof Error ? error.message.slice(0, 500) : "it does not fit";
        throw new CratonError("bad-answer", { node, why }, { cause: error });
      }
    },
    socket(caller, path, query) {
      const url = `wss://${host.includes(":") ? `[${host}]` : host}:${port}${withQuery(path, query)}`;
      return { url, options: { ...tlsOptions, headers: { authorization: authorization(caller) } } };
    },
    close: () => agent.destroy(),
  };
}
