import { describe, expect, it } from "vitest";
import type { PathError } from "../../lib/contract/errors.ts";
import { isolatorList, typedIsolators } from "./isolators.ts";

const faults = (...isolators: [string, unknown][]) => {
  const errors: PathError[] = [];
  isolatorList(
    isolators.map(([name, value]) => ({ name, value })),
    "$",
    errors,
  );
  return errors.map(({ path }) => path);
};
const set = (...names: string[]) => ({ set: names });

describe("isolators", () => {
  it("A6 an isolator has a name and a value", () => {
    const errors: PathError[] = [];
    isolatorList([{ name: "Bad", value: 1 }, { value: 1 }, { name: "x" }, { name: "y", value: null }], "$", errors);
    expect(errors.map(({ path }) => path)).toEqual(["$[0].name", "$[1].name", "$[2].value"]);
  });

  it("H2 unknown names pass, at app level too", () => {
    expect(faults(["example.com/own", { any: [1] }], ["constructor", 1])).toEqual([]);
    expect(typedIsolators([{ name: "example.com/own", value: 1 }])).toEqual([
      { kind: "unknown", name: "example.com/own" },
    ]);
  });

  it("H4 H5 H6 seccomp: set not empty, errno by form, one kind only", () => {
    expect(faults(["os/linux/seccomp-retain-set", { set: ["@appc.io/all"], errno: "" }])).toEqual([]);
    expect(faults(["os/linux/seccomp-remove-set", { set: [], errno: "eperm" }])).toEqual([
      "$[0].value.set",
      "$[0].value.errno",
    ]);
    expect(faults(["os/linux/seccomp-retain-set", set("read")], ["os/linux/seccomp-remove-set", set("mount")])).toEqual(
      ["$[1]"],
    );
    expect(faults(["os/linux/seccomp-retain-set", set("read")], ["os/linux/seccomp-retain-set", set("read")])).toEqual([
      "$[1]",
    ]);
  });

  it("H7 H8 SELinux and AppArmor have their fields, once a scope", () => {
    const context = { user: "u", role: "r", type: "t", level: "s0:c1" };
    expect(faults(["os/linux/selinux-context", context], ["os/linux/apparmor-profile", { profile: "p" }])).toEqual([]);
    expect(faults(["os/linux/selinux-context", { ...context, role: "a:b", level: "" }])).toEqual([
      "$[0].value.role",
      "$[0].value.level",
    ]);
    expect(faults(["os/linux/apparmor-profile", { profile: "" }])).toEqual(["$[0].value.profile"]);
  });

  it("H9 H10 capability sets: known names, not empty, retain and remove exclude each other", () => {
    expect(faults(["os/linux/capabilities-retain-set", set("CAP_NET_ADMIN")])).toEqual([]);
    expect(faults(["os/linux/capabilities-remove-set", set("CAP_PONIES", "KILL")])).toEqual([
      "$[0].value.set[0]",
      "$[0].value.set[1]",
    ]);
    expect(faults(["os/linux/capabilities-retain-set", set()])).toEqual(["$[0].value.set"]);
    expect(
      faults(
        ["os/linux/capabilities-remove-set", set("CAP_KILL")],
        ["os/linux/capabilities-retain-set", set("CAP_KILL")],
      ),
    ).toEqual(["$[1]"]);
    expect(
      faults(
        ["os/linux/capabilities-retain-set", set("CAP_KILL")],
        ["os/linux/capabilities-retain-set", set("CAP_CHOWN")],
      ),
    ).toEqual([]);
  });

  it("H11 no-new-privileges is true or false", () => {
    expect(faults(["os/linux/no-new-privileges", true])).toEqual([]);
    expect(faults(["os/linux/no-new-privileges", "true"])).toEqual(["$[0].value"]);
  });

  it("H12 H15 OOM score, CPU shares and sysctl have their ranges and types", () => {
    expect(faults(["os/linux/oom-score-adj", -1000], ["os/linux/cpu-shares", 2], ["os/unix/sysctl", {}])).toEqual([]);
    expect(faults(["os/linux/oom-score-adj", 1001], ["os/linux/cpu-shares", 1], ["os/unix/sysctl", { a: 1 }])).toEqual([
      "$[0].value",
      "$[1].value",
      "$[2].value.a",
    ]);
  });

  it("H13 H14 resources are quantities; cpu and memory have no default, bandwidth must be one", () => {
    expect(
      faults(
        ["resource/cpu", { request: "50m", limit: "100m" }],
        ["resource/memory", { limit: 1048576, default: false }],
        ["resource/memory", {}],
      ),
    ).toEqual([]);
    expect(faults(["resource/cpu", { limit: "1K" }], ["resource/memory", { limit: "-1", default: true }])).toEqual([
      "$[0].value.limit",
      "$[1].value.limit",
      "$[1].value.default",
    ]);
    expect(faults(["resource/memory", { limit: 0 }])).toEqual(["$[0].value.limit"]);
    expect(faults(["resource/block-iops", { default: true, limit: "10" }])).toEqual([]);
    expect(faults(["resource/network-bandwidth", { default: false, limit: "1G", request: "1" }])).toEqual([
      "$[0].value.default",
      "$[0].value.request",
    ]);
    expect(typedIsolators([{ name: "resource/cpu", value: { limit: "100m" } }])).toEqual([
      { kind: "cpu", name: "resource/cpu", request: null, limit: { nano: 100_000_000n } },
    ]);
  });
});
