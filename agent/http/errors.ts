/** The only place that turns an error into an answer. What is inside of a failure is logged once and never leaves. */
import type { ServerResponse } from "node:http";
import { z } from "zod";
import { CratonError, type ErrorBody, type PathError } from "../../lib/contract/errors.ts";
import { errorText, type Log } from "../log.ts";

/** zod's issues as path errors: `$.apps[0].image`. */
export function pathErrors(error: z.ZodError): PathError[] {
  return error.issues.map((issue) => ({
    path: `$${issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("")}`,
    message: issue.message,
  }));
}

function hasCode(error: unknown): error is { code: string; message: string; statusCode?: number } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}

/** Faults that the web server finds itself, by its own codes. */
function fromServer(code: string, bodyLimit: number): CratonError | null {
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new CratonError("too-large", { what: "the body", limit: bodyLimit });
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new CratonError("bad-request", { why: "the content type does not fit this address" });
    case "FST_ERR_CTP_INVALID_CONTENT_LENGTH":
      return new CratonError("bad-request", { why: "the body has another length than the request said" });
    case "FST_ERR_BAD_URL":
      return new CratonError("bad-request", { why: "the address is not well formed" });
    default:
      return null;
  }
}

export function asCratonError(error: unknown, requestId: string, bodyLimit = 0): CratonError {
  if (error instanceof CratonError) return error;
  if (error instanceof z.ZodError) {
    const errors = pathErrors(error);
    return new CratonError("bad-body", { path: errors[0]?.path, why: errors[0]?.message }, { errors });
  }
  const known = hasCode(error) ? fromServer(error.code, bodyLimit) : null;
  return known ?? new CratonError("internal", { why: `the agent's log has it under ${requestId}` }, { cause: error });
}

/** Logs what an administrator must know of, answers what the caller may know. */
export function errorAnswer(
  error: unknown,
  requestId: string,
  where: string,
  log: Log,
  bodyLimit = 0,
): { status: number; body: ErrorBody } {
  const known = asCratonError(error, requestId, bodyLimit);
  if (known.status >= 500)
    log("error", known.message, { requestId, where, code: known.code, cause: errorText(known.cause ?? known) });
  return { status: known.status, body: known.body(requestId) };
}

/** Answers on a raw response, once and only while that is possible. */
export function sendError(raw: ServerResponse, { status, body }: { status: number; body: ErrorBody }): void {
  if (raw.headersSent || raw.destroyed) {
    raw.destroy();
    return;
  }
  const text = JSON.stringify(body);
  raw.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  raw.end(text);
}
