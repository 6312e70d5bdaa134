/**
 * What every route handler under app/api is made with: session, the page's token on writes, body, errors, request id,
 * headers. The handler itself calls one function of the data layer.
 */
import "server-only";
import type { z } from "zod";
import { CratonError } from "../../contract/errors.ts";
import { getContext, type ServerContext } from "../context.ts";
import type { Actor } from "../data/actor.ts";
import { record } from "../data/guard.ts";
import { csrfHeader, isCsrfToken } from "../session/csrf.ts";
import { check, readJson, strangerLimit } from "./body.ts";
import { asCratonError } from "./craton-error.ts";
import { actorOf, type Current, needSession, strangerOf } from "./current.ts";

type Params = Record<string, string | string[] | undefined>;
type RouteContext = { params: Promise<Params> };
export type Route = (request: Request, context: RouteContext) => Promise<Response>;

export type Call<B, P> = {
  context: ServerContext;
  actor: Actor;
  current: Current;
  body: B;
  params: P;
  query: URLSearchParams;
  request: Request;
};
export type Options<B extends z.ZodType, P extends z.ZodType> = {
  /** Schema of a JSON body; without it the body is not read. */
  body?: B;
  /** Schema of the URL's segments. */
  params?: P;
  /** Also answered while a one-time password still has to be changed. */
  unfinished?: boolean;
};

/** An object becomes a JSON answer, null an empty one (204), a Response goes out as it is. */
export function handle<B extends z.ZodType = z.ZodUndefined, P extends z.ZodType = z.ZodUndefined>(
  options: Options<B, P>,
  work: (call: Call<z.infer<B>, z.infer<P>>) => Promise<unknown>,
): Route {
  return async (request, route) => {
    const context = getContext();
    try {
      const current = needSession(context, request, options.unfinished ?? false);
      const actor = actorOf(current, request);
      if (request.method !== "GET") await checkToken(context, actor, current, request);
      const given = await route.params;
      const params = options.params ? check(given, options.params) : (undefined as z.infer<P>);
      const body = options.body ? await readJson(request, options.body) : (undefined as z.infer<B>);
      const query = new URL(request.url).searchParams;
      return answer(await work({ context, actor, current, body, params, query, request }));
    } catch (error) {
      return failure(context, request, error);
    }
  };
}

/** For sign-in alone: no session, no token. */
export function handleStranger<B extends z.ZodType>(
  body: B,
  work: (call: {
    context: ServerContext;
    stranger: ReturnType<typeof strangerOf>;
    body: z.infer<B>;
  }) => Promise<unknown>,
): Route {
  return async (request) => {
    const context = getContext();
    try {
      const given = await readJson(request, body, strangerLimit);
      return answer(await work({ context, stranger: strangerOf(request.headers), body: given }));
    } catch (error) {
      return failure(context, request, error);
    }
  };
}

async function checkToken(context: ServerContext, actor: Actor, current: Current, request: Request): Promise<void> {
  if (isCsrfToken(current.id, request.headers.get(csrfHeader))) return;
  const error = new CratonError("bad-csrf");
  const { pathname } = new URL(request.url);
  const deed = { noun: "session", verb: "write", object: `${request.method} ${pathname.slice(0, 500)}` } as const;
  await record(context, actor, deed, "refused", { code: error.code });
  throw error;
}

function answer(value: unknown): Response {
  if (value instanceof Response) return value;
  if (value === null || value === undefined) return new Response(null, { status: 204 });
  return Response.json(value);
}

function failure(context: ServerContext, request: Request, thrown: unknown): Response {
  const { requestId } = strangerOf(request.headers);
  const error = asCratonError(thrown);
  if (error.code === "internal" && !request.signal.aborted) {
    const { pathname } = new URL(request.url);
    context.log.error("a request failed", error.cause ?? thrown, { requestId, path: pathname, method: request.method });
  }
  const headers = error.code === "rate-limited" ? { "retry-after": String(error.facts.seconds ?? 1) } : undefined;
  return Response.json(error.body(requestId), { status: error.status, headers });
}
