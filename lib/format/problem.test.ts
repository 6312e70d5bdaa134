import { describe, expect, it } from "vitest";
import { errorTable } from "../contract/errors.ts";
import { toProblem } from "./problem.ts";
import { advice } from "./problem-advice.ts";

const body = { code: "agent-unreachable", message: "node a does not answer: refused", details: {}, requestId: "r1" };

describe("toProblem", () => {
  it("reads the body inside an error", () => {
    const problem = toProblem(Object.assign(new Error("outer"), { body }));
    expect(problem).toMatchObject({
      code: "agent-unreachable",
      why: "node a does not answer: refused",
      requestId: "r1",
    });
    expect(problem.tries.length).toBeGreaterThan(0);
  });
  it("reads a bare body", () => expect(toProblem(body).requestId).toBe("r1"));
  it("takes the sentence of any error", () =>
    expect(toProblem(new Error("boom"))).toMatchObject({ code: "internal", why: "boom" }));
  it("finds words for what is no error", () => expect(toProblem(undefined).why).toBe("nothing more is known"));
  it("cleans what it shows", () => expect(toProblem(new Error("\u001b[31mred\u202e")).why).toBe("red"));
  it("has no request id when the server never answered", () =>
    expect(toProblem({ ...body, requestId: "" }).requestId).toBeNull());
  it("tells what to do next for each way that a fetch may end", () => {
    const ends = Object.keys(errorTable).filter((code) =>
      /^(registry|signature|passphrase|image-(unsigned|missing|mismatch)|key-(unknown|prefix|expired|revoked|weak)|wrong-|bad-(digest|archive|image|dep)|too-large|no-space|fetch-|not-a-reg|tls-|host-denied|address-|discovery)/.test(
        code,
      ),
    );
    expect(ends.length).toBeGreaterThan(25);
    for (const code of ends) expect([code, toProblem({ ...body, code }).tries.length]).not.toEqual([code, 0]);
    for (const code of Object.keys(advice)) expect(Object.keys(errorTable)).toContain(code);
  });
});
