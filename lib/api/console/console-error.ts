/** A failed call to the console: what the server said, or `unavailable` when it said nothing that can be understood. */
import { errorBody } from "../../contract/error-body.ts";
import { type ErrorBody, errorMessage } from "../../contract/errors.ts";

export class ConsoleError extends Error {
  readonly body: ErrorBody;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  constructor(status: number, body: ErrorBody, cause?: unknown) {
    super(body.message, { cause });
    this.name = "ConsoleError";
    this.status = status;
    this.body = body;
  }
}

/** For answers that are not the console's (a proxy's page, no network). `why` is for people. */
export function unavailable(why: string, status = 0, cause?: unknown): ConsoleError {
  const facts = { what: "the console", why };
  return new ConsoleError(
    status,
    { code: "unavailable", message: errorMessage("unavailable", facts), details: facts, requestId: "" },
    cause,
  );
}

/** Reads a failing answer. */
export async function errorOf(response: Response): Promise<ConsoleError> {
  const text = await response.text().catch(() => "");
  return new ConsoleError(response.status, parseErrorBody(text, response.status));
}

/** An error body from JSON text; anything else becomes `unavailable`. */
export function parseErrorBody(text: string, status: number): ErrorBody {
  try {
    const parsed = errorBody.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch {
    // not JSON: told below by its status
  }
  return unavailable(`it answered with status ${status}`, status).body;
}
