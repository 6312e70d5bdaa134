/** One request of the Kubernetes API: who, what, and the answer. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { type Access, demand, type Identity, review } from "./access.ts";
import type { Collection } from "./collection.ts";
import type { Counters } from "./counters.ts";
import { discover } from "./discovery.ts";
import { readForm, single } from "./encode.ts";
import type { Faults } from "./faults.ts";
import { kindName, type ObjectBody } from "./kind.ts";
import { list } from "./list.ts";
import { Sink } from "./sink.ts";
import { ApiError, noRoute } from "./status.ts";
import type { Store } from "./store.ts";
import { Watch } from "./watch.ts";
import { create, find, merge, replace } from "./write.ts";

export type Server = { store: Store; access: Access; faults: Faults; counters: Counters; bookmarkMs: number };

const bodyLimit = 3 * 1024 * 1024;

export async function serve(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const sink = new Sink(response, (bytes) => {
    server.counters.counts.bytes += bytes;
  });
  try {
    if (server.faults.delayMs > 0) await wait(server.faults.delayMs);
    await route(server, request, sink);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    server.counters.counts.failures += 1;
    const known = error instanceof ApiError ? error : new ApiError(500, "InternalError", String(error));
    const body = JSON.stringify(known.status);
    sink.head(known.status.code, { ...known.headers, "content-length": String(Buffer.byteLength(body)) }, false, 0);
    sink.write(body);
    sink.end();
  }
}

async function route(server: Server, request: IncomingMessage, sink: Sink): Promise<void> {
  const url = new URL(request.url ?? "/", "https://server");
  const path = url.pathname.replace(/\/$/, "") || "/";
  if (["/readyz", "/livez", "/healthz"].includes(path)) return answer(sink, 200, "ok", "text/plain");
  const found = parts(server.store, path);
  const method = request.method ?? "GET";
  const isWatch = ["1", "true"].includes(url.searchParams.get("watch") ?? "");
  const verb = verbOf(method, found?.name === undefined || found.name === "", isWatch);
  const kind = found === null ? "" : kindName(found.collection.kind);
  const isStream = verb === "watch" && url.searchParams.get("sendInitialEvents") === "true";
  server.counters.request(found === null ? "other" : isStream ? "stream" : verb, kind);
  const who = server.access.identify(request.headers.authorization);
  server.faults.check(kind, verb);
  const accept = request.headers.accept ?? "";
  if (found === null) return other(server, request, sink, who, path, accept);

  const { collection, namespace, name, subresource } = found;
  demand(who, verb, collection.kind.group, collection.kind.resource, namespace);
  const gzip = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
  const ask = { query: url.searchParams, accept, gzip, namespace };
  if (verb === "list") return list(server.store, collection, ask, sink);
  if (verb === "watch") return watch(server, collection, ask, sink, kind);
  await write(server, request, sink, { collection, namespace, name, subresource, accept, query: url.searchParams });
}

type Place = { collection: Collection; namespace: string; name: string; subresource: string };

/** Kind, namespace and name of a path of objects; null for any other path. Throws a 404 for a kind that there is not. */
function parts(store: Store, path: string): Place | null {
  const [, core, group, rest = ""] = /^\/(?:(api)\/v1|apis\/([^/]+)\/[^/]+)\/(.+)$/.exec(path) ?? [];
  if ((core === undefined && group === undefined) || group?.startsWith("auth")) return null;
  const words = rest.split("/").map(decodeURIComponent);
  const isScoped = words[0] === "namespaces" && words.length > 2;
  const [resource = "", name = "", subresource = ""] = isScoped ? words.slice(2) : words;
  const known = store.kinds.find((kind) => kind.group === (group ?? "") && kind.resource === resource);
  if (known === undefined) throw noRoute();
  return {
    collection: store.collection(kindName(known)),
    namespace: isScoped ? (words[1] ?? "") : "",
    name,
    subresource,
  };
}

function verbOf(method: string, isCollection: boolean, isWatch: boolean): string {
  if (method === "GET") return isWatch ? "watch" : isCollection ? "list" : "get";
  return { POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" }[method] ?? method.toLowerCase();
}

async function watch(
  server: Server,
  collection: Collection,
  ask: ConstructorParameters<typeof Watch>[2],
  sink: Sink,
  kind: string,
): Promise<void> {
  const { bookmarkMs, faults } = server;
  const made = new Watch(server.store, collection, ask, sink, { bookmarkMs, mischief: faults.mischief });
  const remove = faults.add(made);
  const done = server.counters.watch(kind);
  try {
    await made.run();
  } finally {
    remove();
    done();
  }
}

async function write(
  server: Server,
  request: IncomingMessage,
  sink: Sink,
  ask: Place & { accept: string; query: URLSearchParams },
): Promise<void> {
  const { store } = server;
  const { collection, namespace, name } = ask;
  const body = request.method === "GET" ? null : await readBody(request);
  const isDry = ask.query.get("dryRun") === "All";
  const entry = () => {
    if (request.method === "POST") return create(store, collection, namespace, body as ObjectBody);
    const found = find(collection, namespace, name);
    if (request.method === "GET" || isDry) return found;
    if (request.method === "DELETE") return store.remove(collection, found);
    if (request.method === "PUT") return replace(store, collection, found, body as ObjectBody);
    return merge(
      store,
      collection,
      found,
      ask.subresource === "scale" ? { spec: (body as ObjectBody).spec } : (body as ObjectBody),
    );
  };
  const form = readForm(ask.accept, ask.query.get("includeObject") ?? "", false);
  answer(sink, request.method === "POST" ? 201 : 200, `${single(collection.kind, entry(), form)}\n`);
}

async function other(
  server: Server,
  request: IncomingMessage,
  sink: Sink,
  who: Identity,
  path: string,
  accept: string,
): Promise<void> {
  if (request.method === "POST") {
    const made = review(who, path, ((await readBody(request)) ?? {}) as Parameters<typeof review>[2]);
    if (made === null) throw noRoute();
    return answer(sink, 201, JSON.stringify(made));
  }
  const found = discover(server.store.kinds, path, accept);
  if (found === null) throw noRoute();
  answer(sink, 200, `${JSON.stringify(found.body)}\n`, found.type);
}

function answer(sink: Sink, code: number, text: string, type = "application/json"): void {
  sink.head(code, { "content-type": type }, false, 0);
  sink.write(text);
  sink.end();
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  request.setEncoding("utf8");
  for await (const piece of request) {
    text += piece;
    if (text.length > bodyLimit)
      throw new ApiError(413, "RequestEntityTooLarge", "Request entity too large: limit is 3145728");
  }
  try {
    return text === "" ? null : JSON.parse(text);
  } catch (error) {
    throw new ApiError(
      400,
      "BadRequest",
      `couldn't decode the body: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
