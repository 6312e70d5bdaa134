import { describe, expect, it } from "vitest";
import { rights } from "./rights.ts";

describe("rights", () => {
  it("of a viewer are to read", () => expect(rights("viewer", false)).toEqual(["read everything that is listed here"]));
  it("of an auditor include the log", () => expect(rights("auditor", false)).toContain("read the audit log"));
  it("of an administrator include agents", () => expect(rights("admin", false)).toContain("add and remove agents"));
  it("shrink on a read-only console", () => {
    expect(rights("admin", true)).toEqual([
      "read everything that is listed here",
      "read the audit log",
      "change nothing: this console is read-only",
    ]);
  });
});
