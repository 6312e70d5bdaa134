import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { errorBody } from "./error-body.ts";
import { CratonError, errorMessage, errorTable } from "./errors.ts";

const doc = readFileSync(join(import.meta.dirname, "../../docs/errors.md"), "utf8");

test("each code has exactly its line in docs/errors.md, with its status", () => {
  const lines = [...doc.matchAll(/^- `([a-z-]+)` \((\d{3})\): \S/gm)].map((match) => `${match[1]} ${match[2]}`);
  const codes = Object.entries(errorTable).map(([code, { status }]) => `${code} ${status}`);
  expect(lines.toSorted()).toEqual(codes.toSorted());
});

test("sentences are lower case, without a full stop and without an empty end", () => {
  for (const [code, { message }] of Object.entries(errorTable)) {
    expect(message, code).not.toMatch(/^[A-Z]|\.$|\s$/);
    expect(message.trim(), code).not.toBe("");
  }
});

test("facts fill the sentence, absent ones read as unknown", () => {
  expect(errorMessage("pod-not-found", { uuid: "abc" })).toBe("there is no pod abc");
  expect(errorMessage("pod-not-found", {})).toBe("there is no pod unknown");
});

test("an answer's body carries code, facts and path errors, never the cause", () => {
  const error = new CratonError(
    "bad-body",
    { path: "$.name", why: "too long" },
    { cause: new Error("secret"), errors: [{ path: "$.name", message: "too long" }] },
  );
  const body = errorBody.parse(error.body("r1"));
  expect(body.details).toEqual({ path: "$.name", why: "too long", errors: [{ path: "$.name", message: "too long" }] });
  expect(JSON.stringify(body)).not.toContain("secret");
});
