import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { ConsoleError } from "./console-error.ts";
import { call, rememberCsrf, send } from "./http.ts";
import { ndjson } from "./ndjson.ts";

type Asked = { url: string; method: string; token: string | undefined };
let asked: Asked[];
let answers: (() => Response)[];

const json = (value: unknown, status = 200) => Response.json(value, { status });
const failure = (code: string, status: number) => json({ code, message: code, details: {}, requestId: "r" }, status);
const session = (csrf: string) => ({
  user: "ann",
  role: "admin",
  csrf,
  mustChangePassword: false,
  expiresAt: "2030-01-01T00:00:00.000Z",
  readOnly: false,
  version: "1",
});

beforeEach(() => {
  asked = [];
  answers = [];
  rememberCsrf(null);
  vi.stubGlobal("fetch", async (url: string, options: RequestInit) => {
    const headers = (options.headers ?? {}) as Record<string, string>;
    asked.push({ url, method: options.method ?? "GET", token: headers["x-csrf-token"] });
    const answer = answers.shift();
    if (!answer) throw new TypeError("network");
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

async function fails(work: Promise<unknown>): Promise<ConsoleError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ConsoleError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

describe("the page's token", () => {
  test("is fetched before the first write, and sent with each", async () => {
    answers = [() => json(session("one")), () => json({ ok: 1 }), () => json({ ok: 1 })];
    await call("POST", "/api/x", z.object({ ok: z.number() }), {});
    await call("DELETE", "/api/x", z.unknown());
    expect(asked.map(({ url, method, token }) => `${method} ${url} ${token}`)).toEqual([
      "GET /api/session undefined",
      "POST /api/x one",
      "DELETE /api/x one",
    ]);
  });

  test("is fetched anew when it is refused, once; a stream is not sent twice", async () => {
    rememberCsrf("old");
    answers = [() => failure("bad-csrf", 403), () => json(session("new")), () => json({})];
    await call("POST", "/api/x", z.unknown(), {});
    expect(asked.at(-1)?.token).toBe("new");
    answers = [() => failure("bad-csrf", 403), () => json(session("x")), () => failure("bad-csrf", 403)];
    expect((await fails(call("POST", "/api/x", z.unknown(), {}))).body.code).toBe("bad-csrf");
    answers = [() => failure("bad-csrf", 403)];
    await fails(send("POST", "/api/x", { raw: "bytes", type: "application/octet-stream" }));
    expect(answers).toEqual([]);
  });
});

test("failures carry the server's words, or say that there were none", async () => {
  answers = [() => failure("pod-not-found", 404)];
  expect(await fails(call("GET", "/api/x", z.unknown()))).toMatchObject({
    status: 404,
    body: { code: "pod-not-found", requestId: "r" },
  });
  answers = [() => new Response("<html>proxy</html>", { status: 502 })];
  expect(await fails(call("GET", "/api/x", z.unknown()))).toMatchObject({ status: 502, body: { code: "unavailable" } });
  expect(await fails(call("GET", "/api/x", z.unknown()))).toMatchObject({ status: 0, body: { code: "unavailable" } });
  answers = [() => json({ wrong: true })];
  expect((await fails(call("GET", "/api/x", z.object({ right: z.boolean() })))).message).toContain("does not fit");
});

test("lines come whole however the stream is cut", async () => {
  const value = z.object({ text: z.string() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "binary" })),
      fc.array(fc.integer({ min: 1, max: 7 })),
      async (texts, cuts) => {
        const bytes = new TextEncoder().encode(texts.map((text) => `${JSON.stringify({ text })}\n`).join(""));
        let at = 0;
        let turn = 0;
        const body = new ReadableStream<Uint8Array>({
          pull(controller) {
            if (at >= bytes.length) return controller.close();
            const size = cuts.length > 0 ? (cuts[turn++ % cuts.length] ?? 1) : 1000;
            controller.enqueue(bytes.subarray(at, at + size));
            at += size;
          },
        });
        const got: string[] = [];
        for await (const line of ndjson(new Response(body), value)) got.push(line.text);
        expect(got).toEqual(texts.map((text) => new TextDecoder().decode(new TextEncoder().encode(text))));
      },
    ),
    { numRuns: 60 },
  );
});
