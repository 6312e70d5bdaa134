import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UserFiles } from "./plan-value.ts";
import { lookUp, parseId, resolveUser } from "./user.ts";

const files = (change: Partial<UserFiles> = {}): UserFiles => ({
  passwd: "root:x:0:0:root:/root:/bin/sh\nweb:x:33:44::/:/bin/false\n1000:x:7:7::/:/bin/sh\n",
  group: "root:x:0:\nstaff:x:50:web\n",
  owner: async (path) => (path === "/bin/app" ? { uid: 11, gid: 12 } : null),
  ...change,
});
const resolve = (user: string, group: string, change?: Partial<UserFiles>) =>
  resolveUser("a", { user, group }, files(change));

describe("users and groups (C5.2)", () => {
  it("C5.2 a path gives the owner of the file: uid for a user, gid for a group", async () => {
    expect(await resolve("/bin/app", "/bin/app")).toEqual({ uid: 11, gid: 12 });
    await expect(resolve("/bin/none", "0")).rejects.toMatchObject({
      code: "user-unresolved",
      facts: { app: "a", what: "user", value: "/bin/none" },
    });
  });

  it("C5.2 a name is looked up, and wins over its digits", async () => {
    expect(await resolve("web", "staff")).toEqual({ uid: 33, gid: 50 });
    expect(await resolve("1000", "1000")).toEqual({ uid: 7, gid: 1000 });
  });

  it("C5.2 digits are the number, without any file", async () => {
    expect(await resolve("123", "4294967294", { passwd: null, group: null })).toEqual({ uid: 123, gid: 4294967294 });
  });

  it("C5.2 anything else fails and names the value", async () => {
    await expect(resolve("web", "nobody")).rejects.toMatchObject({
      code: "user-unresolved",
      facts: { what: "group", value: "nobody" },
    });
  });

  it("numbers out of range never wrap round to root (CVE-2024-40635)", async () => {
    for (const user of ["4294967295", "4294967296", "18446744073709551616", "-1", "0x0", "1e3", " 0", "00000000000"]) {
      await expect(resolve(user, "0"), user).rejects.toMatchObject({ code: "user-unresolved" });
    }
    for (const uid of ["4294967296", "-1", "", "x", "4294967295"]) {
      await expect(resolve("evil", "0", { passwd: `evil:x:${uid}:0::/:/bin/sh\n` }), uid).rejects.toMatchObject({
        code: "user-unresolved",
      });
    }
    expect(parseId("4294967294")).toBe(4294967294);
  });

  it("a numeric name with a wrong number fails, and is not taken for the number itself", async () => {
    await expect(resolve("1000", "0", { passwd: "1000:x:99999999999:0::/:/bin/sh\n" })).rejects.toMatchObject({
      code: "user-unresolved",
    });
  });

  it("survives hostile and huge files", async () => {
    const huge = `${"x".repeat(5_000_000)}\n${":::::\n".repeat(100_000)}web:x:5:5::/:/bin/sh`;
    expect(lookUp(huge, "web")).toBe(5);
    expect(lookUp("\n\n:\nweb\nweb:", "web")).toBeNull();
    expect(lookUp("a:x:1:1\n", "a:x")).toBeUndefined();
    expect(lookUp("", "")).toBeUndefined();
  });

  it("finds every entry that is there, and only ids in range", () => {
    const entry = fc.record({ name: fc.stringMatching(/^[a-z_][a-z0-9_-]{0,8}$/), uid: fc.nat({ max: 4294967294 }) });
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: (e) => e.name }), (entries) => {
        const file = entries.map(({ name, uid }) => `${name}:x:${uid}:0::/:/bin/sh`).join("\n");
        for (const { name, uid } of entries) expect(lookUp(file, name)).toBe(uid);
      }),
    );
    fc.assert(fc.property(fc.string(), fc.string(), (file, name) => (lookUp(file, name) ?? 0) <= 4294967294));
  });
});
