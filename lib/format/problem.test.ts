import { describe, expect, it } from "vitest";
import { toProblem } from "./problem.ts";

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
});
