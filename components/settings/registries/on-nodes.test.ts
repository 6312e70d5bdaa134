import { expect, it } from "vitest";
import { toProblem } from "@/lib/format/problem.ts";
import { onNodes } from "./on-nodes.ts";

const failure = { body: { code: "registry-tls", message: "no trusted connection", requestId: "r1" } };

it("goes on after a failure and tells it by node", async () => {
  const asked: string[] = [];
  const work = async (node: string) => {
    asked.push(node);
    if (node !== "a") throw failure;
  };
  const error = await onNodes(["b", "a", "c"], work).catch((thrown: unknown) => thrown);
  expect(asked).toEqual(["b", "a", "c"]);
  expect(toProblem(error)).toMatchObject({
    code: "registry-tls",
    why: "it is done on 1 of 3 nodes. b: no trusted connection; c: no trusted connection",
    requestId: "r1",
  });
});

it("one node's failure stays what it is", async () => {
  await expect(onNodes(["a"], () => Promise.reject(failure))).rejects.toBe(failure);
  await onNodes(["a", "b"], async () => {});
});
