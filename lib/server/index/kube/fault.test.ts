import { expect, test } from "vitest";
import { CratonError } from "../../../contract/errors.ts";
import { answerFault, asFault, statusFault } from "./fault.ts";

test.each([
  [410, {}, "gone"],
  [500, { reason: "Expired" }, "gone"],
  [401, {}, "auth"],
  [403, {}, "forbidden"],
  [404, {}, "missing"],
  [429, {}, "busy"],
  [504, { message: "Too large resource version: 9, current: 4" }, "busy"],
  [500, { details: { causes: [{ reason: "ResourceVersionTooLarge" }] } }, "busy"],
  [422, { message: "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch" }, "no-streaming-list"],
  [422, { message: "something else" }, "broken"],
  [500, {}, "broken"],
] as const)("a %s with %j is %s", (code, status, kind) => {
  expect(statusFault(code, status as Parameters<typeof statusFault>[1]).kind).toBe(kind);
});

test("Retry-After is honoured up to a bound", () => {
  expect(statusFault(429, {}, "3").retryAfterMs).toBe(3_000);
  expect(statusFault(429, { details: { retryAfterSeconds: 2 } }).retryAfterMs).toBe(2_000);
  expect(statusFault(429, {}, "86400").retryAfterMs).toBe(120_000);
  expect(statusFault(429, {}, "soon").retryAfterMs).toBe(0);
});

test("an answer that is no Status is told by its code", async () => {
  const body = (async function* () {
    yield Buffer.from("<html>bad gateway</html>");
  })();
  const fault = await answerFault({ status: 502, headers: {}, body });
  expect([fault.kind, fault.message]).toEqual(["broken", "the API server answered 502"]);
});

test("errors of the connection", () => {
  expect(asFault(new CratonError("unavailable", { what: "it", why: "so" })).kind).toBe("unreachable");
  expect(asFault(new CratonError("unauthenticated", { why: "so" })).kind).toBe("auth");
  expect(asFault("odd").kind).toBe("broken");
});
