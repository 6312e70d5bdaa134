/** What can become an impersonation header: names and nothing else. */
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { impersonationHeaders } from "./impersonation.ts";

// On a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const runs = { numRuns: 500 };

test("a name that goes through is one line, one value, and none of Kubernetes' own", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.array(fc.string({ maxLength: 20 })),
      (user, groups) => {
        let made: ReturnType<typeof impersonationHeaders>;
        try {
          made = impersonationHeaders({ user, groups });
        } catch (error) {
          expect(error).toMatchObject({ code: "bad-name" });
          return;
        }
        expect(Object.keys(made).every((name) => ["impersonate-user", "impersonate-group"].includes(name))).toBe(true);
        expect(made["impersonate-user"]).toBe(user);
        for (const value of [user, ...groups]) {
          expect(value).toMatch(/^[!-+\--~]+$/);
          expect(value.toLowerCase().startsWith("system:")).toBe(false);
        }
      },
    ),
    runs,
  );
});

const smuggled = [
  "alice\r\nImpersonate-Group: system:masters",
  "alice\nImpersonate-User: root",
  "alice\0",
  "alice\u0085x",
  "alice, bob",
  "alice,system:masters",
  " system:masters",
  "system:masters",
  "SYSTEM:masters",
  "sYstem:serviceaccount:kube-system:x",
  "ålice",
  "alice\u202e",
  "",
  "a".repeat(257),
];
test.each(smuggled)("%j is refused as a user and as a group", (name) => {
  expect(() => impersonationHeaders({ user: name, groups: [] })).toThrow("is not a valid user name");
  expect(() => impersonationHeaders({ user: "alice", groups: ["craton:viewer", name] })).toThrow("valid group name");
});

test("nothing else of the given value becomes a header", () => {
  const given = { user: "alice", groups: ["craton:viewer", "craton:viewer"] };
  const more = { uid: "0", extra: { scopes: ["all"] }, "impersonate-uid": "0", "x-remote-user": "root" };
  expect(impersonationHeaders({ ...given, ...more })).toEqual({
    "impersonate-user": "alice",
    "impersonate-group": ["craton:viewer"],
  });
  expect(impersonationHeaders({ user: "alice", groups: [] })).toEqual({ "impersonate-user": "alice" });
});
