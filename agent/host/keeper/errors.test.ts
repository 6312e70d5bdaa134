import { constants } from "node:os";
import { expect, test } from "vitest";
import { errorOf, keeperAge } from "./errors.ts";
import { protocol } from "./wire.ts";

function refusal(errno: number, text: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt32LE(errno, 0);
  head.writeInt32LE(-1, 4);
  return Buffer.concat([head, Buffer.from(text)]);
}

test.each([
  [constants.errno.EBADMSG, "exec: unexpected field 14"],
  [constants.errno.ENOSYS, "request: unknown operation 20"],
])("a keeper that lacks a part of the protocol is told as an old keeper (%i %s)", (errno, text) => {
  const { why } = errorOf("exec sh", refusal(errno, text)).facts;
  expect(why).toBe(
    `the keeper is of another Craton than the agent: stop all pods and start Craton again (it says: ${text})`,
  );
});

test("other refusals stay what they are", () => {
  const { facts } = errorOf("stat /x", refusal(constants.errno.ENOENT, "open /x"));
  expect(facts).toMatchObject({ command: "stat /x", why: "open /x", errno: "ENOENT" });
});

test("the age of a keeper is told by its protocol", () => {
  expect(keeperAge(protocol)).toBeNull();
  expect(keeperAge(protocol - 1)).toContain("an older Craton");
  expect(keeperAge(protocol + 1)).toContain("a newer Craton");
});
