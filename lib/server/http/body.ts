/** Bodies of requests: JSON up to a limit, checked by a schema. */
import type { z } from "zod";
import { CratonError, type PathError } from "../../contract/errors.ts";

export const jsonLimit = 2 * 1024 * 1024;
/** Of somebody without a session: thousands of lines with as much as users may send would be the end of the memory. */
export const strangerLimit = 16 * 1024;

/** `bad-request` for another content type, `too-large`, `bad-json`, `bad-body` with all faults. */
export async function readJson<S extends z.ZodType>(
  request: Request,
  schema: S,
  limit = jsonLimit,
): Promise<z.infer<S>> {
  const type = (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new CratonError("bad-request", { why: "the body must be application/json" });
  let value: unknown;
  try {
    value = JSON.parse(await readText(request, limit));
  } catch (error) {
    if (error instanceof SyntaxError) throw new CratonError("bad-json", { why: error.message.slice(0, 200) });
    throw error;
  }
  return check(value, schema);
}

/** `bad-body` names every fault by its JSON path. */
export function check<S extends z.ZodType>(value: unknown, schema: S): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 100).map(({ path, message }) => ({ path: jsonPath(path), message }));
  const first: PathError = errors[0] ?? { path: "$", message: "unknown" };
  throw new CratonError("bad-body", { path: first.path, why: first.message }, { errors });
}

function jsonPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    return /^[A-Za-z_$][\w$]*$/.test(name) ? `${text}.${name}` : `${text}[${JSON.stringify(name)}]`;
  }, "$");
}

async function readText(request: Request, limit: number): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let text = "";
  try {
    for await (const chunk of bodyOf(request)) {
      size += chunk.length;
      if (size > limit) throw new CratonError("too-large", { what: "the body", limit });
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new CratonError("bad-json", { why: "it is not UTF-8" }, { cause: error });
    throw error;
  }
}

/** The body as it arrives. Leaving early lets a little more come, so that the browser reads why before the line is cut. */
export async function* bodyOf(request: Request): AsyncGenerator<Uint8Array, void, undefined> {
  if (!request.body) return;
  const reader = request.body.getReader();
  let done = false;
  try {
    for (;;) {
      const step = await reader.read();
      if (step.done) break;
      yield step.value;
    }
    done = true;
  } finally {
    if (!done) void drain(reader);
  }
}

const drainBytes = 16 * 1024 * 1024;
const drainMs = 5_000;

/** Cutting the connection at once would lose the answer: senders read it only when they are through. */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const end = Date.now() + drainMs;
  const late = setTimeout(() => void reader.cancel().catch(() => {}), drainMs);
  try {
    for (let left = drainBytes; left > 0 && Date.now() < end; ) {
      const step = await reader.read();
      if (step.done) return;
      left -= step.value.length;
    }
    await reader.cancel();
  } catch {
    // the browser is gone already
  } finally {
    clearTimeout(late);
  }
}
