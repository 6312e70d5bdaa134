/**
 * What the screens say about something that was thrown: why, what to try, and the request id. Knows errors by their
 * shape (`{body: {code, message, requestId}}` of the console's client, or that body itself), so that it needs nobody's class.
 */
import { plainText } from "./plain-text.ts";
import { advice } from "./problem-advice.ts";

export type Problem = {
  code: string;
  /** A sentence, as the server wrote it. */
  why: string;
  /** What the reader can do, a sentence each. */
  tries: string[];
  requestId: string | null;
};

export function toProblem(thrown: unknown): Problem {
  const body = bodyOf(thrown);
  const code = body.code ?? "internal";
  return {
    code,
    why: plainText(body.message ?? (thrown instanceof Error ? thrown.message : "nothing more is known")),
    tries: advice[code] ?? [],
    requestId: body.requestId ? plainText(body.requestId) : null,
  };
}

type Body = { code?: string; message?: string; requestId?: string };

function bodyOf(thrown: unknown): Body {
  if (typeof thrown !== "object" || thrown === null) return {};
  const outer = "body" in thrown && typeof thrown.body === "object" && thrown.body !== null ? thrown.body : thrown;
  const read = (key: keyof Body): string | undefined => {
    const value: unknown = Reflect.get(outer, key);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return { code: read("code"), message: read("message"), requestId: read("requestId") };
}
