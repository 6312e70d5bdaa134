/**
 * The browser's way to the console's HTTP API: same-origin cookie, the page's token in `x-csrf-token` on every write,
 * answers checked against their schema, failures as ConsoleError. Runs in the browser only: it remembers the token.
 */
import { z } from "zod";
import { session } from "../../contract/console.ts";
import { api } from "../../paths.ts";
import { errorOf, unavailable } from "./console-error.ts";

export const csrfHeader = "x-csrf-token";

export type CallOptions = { signal?: AbortSignal };
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Body = { json: unknown } | { raw: BodyInit; type: string } | null;

let csrf: string | null = null;

/** The token of the page, from each session answer; null forgets it. */
export function rememberCsrf(token: string | null): void {
  csrf = token;
}

async function fetchCsrf(signal?: AbortSignal): Promise<string> {
  const response = await fetch(api.session(), { signal, credentials: "same-origin", cache: "no-store" });
  if (!response.ok) throw await errorOf(response);
  csrf = session.parse(await response.json()).csrf;
  return csrf;
}

async function once(method: Method, url: string, body: Body, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = {};
  if (method !== "GET" && csrf !== null) headers[csrfHeader] = csrf;
  if (body) headers["content-type"] = "json" in body ? "application/json" : body.type;
  const payload = body === null ? undefined : "json" in body ? JSON.stringify(body.json) : body.raw;
  try {
    return await fetch(url, { method, headers, body: payload, signal, credentials: "same-origin", cache: "no-store" });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw unavailable("no answer came, check the connection", 0, cause);
  }
}

/** One call; `anonymous` writes (sign-in) need no token. Rejects with ConsoleError, or the abort's reason. */
export async function send(
  method: Method,
  url: string,
  body: Body,
  options: CallOptions & { anonymous?: boolean } = {},
): Promise<Response> {
  const write = method !== "GET" && !options.anonymous;
  if (write && csrf === null) await fetchCsrf(options.signal);
  const response = await once(method, url, body, options.signal);
  if (response.ok) return response;
  const error = await errorOf(response);
  // The token changes when another tab signs in again: fetch the new one, try once more (a stream cannot be sent twice).
  if (write && error.body.code === "bad-csrf" && !(body && "raw" in body)) {
    await fetchCsrf(options.signal);
    const again = await once(method, url, body, options.signal);
    if (again.ok) return again;
    throw await errorOf(again);
  }
  throw error;
}

/** One call with a JSON answer of the given shape. */
export async function call<S extends z.ZodType>(
  method: Method,
  url: string,
  schema: S,
  json?: unknown,
  options: CallOptions & { anonymous?: boolean } = {},
): Promise<z.infer<S>> {
  const response = await send(method, url, json === undefined ? null : { json }, options);
  const text = await response.text();
  let value: unknown;
  try {
    value = text === "" ? undefined : JSON.parse(text);
  } catch (cause) {
    throw unavailable("its answer is not JSON", response.status, cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw unavailable(`its answer does not fit: ${z.prettifyError(parsed.error)}`, response.status, parsed.error);
}

/** Answers without content. */
export const nothing = z.unknown().transform(() => undefined);
