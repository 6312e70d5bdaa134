/** An agent's failing answer as the CratonError that it was made from. */
import { CratonError, type ErrorCode, type ErrorFacts, errorTable, type PathError } from "../../contract/errors.ts";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isPathError = (value: unknown): value is PathError =>
  isObject(value) && typeof value.path === "string" && typeof value.message === "string";

/** `body` is the parsed answer (anything); an answer without a known code becomes `bad-answer`. */
export function errorFromBody(body: unknown, node: string, status: number): CratonError {
  if (!isObject(body) || typeof body.code !== "string" || !Object.hasOwn(errorTable, body.code)) {
    const said = isObject(body) && typeof body.message === "string" ? `: ${body.message.slice(0, 500)}` : "";
    return new CratonError("bad-answer", { node, why: `status ${status}${said}` });
  }
  const details = isObject(body.details) ? body.details : {};
  const facts: ErrorFacts = {};
  for (const [name, value] of Object.entries(details))
    if (value === null || ["string", "number", "boolean"].includes(typeof value))
      facts[name] = value as string | number | boolean | null;
  const errors = Array.isArray(details.errors) ? details.errors.filter(isPathError) : [];
  return new CratonError(body.code as ErrorCode, facts, { errors });
}
