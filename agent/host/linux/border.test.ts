import { describe, expect, it } from "vitest";
import { named } from "./border.ts";

describe("a full disk", () => {
  const full = (facts: object) =>
    Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", ...facts });

  it("names the file, or what was being done when the kernel names none", () => {
    expect(named("exec in app a", full({ path: "/x" })).message).toBe("no space left for /x");
    expect(named("exec in app a", full({})).message).toBe("no space left for exec in app a");
  });
});
