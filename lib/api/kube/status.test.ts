/** Statuses of API servers as errors: the code, the words, and that hostile words stay words. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { statusError } from "./status.ts";

const asked = { cluster: "prod", method: "DELETE", path: "/api/v1/namespaces/web/pods/a?x=1" };
const errorOf = (status: number, body: unknown, retryAfter?: string) =>
  statusError(
    { ...asked, status, ...(retryAfter ? { retryAfter } : {}) },
    typeof body === "string" ? body : JSON.stringify(body),
  );

test("a refusal names who may not do what, to which resource, where", () => {
  const denied = (rest: string) =>
    errorOf(403, { message: `x is forbidden: User "alice" cannot delete resource ${rest}` });
  expect(denied('"pods" in API group "" in the namespace "web"')).toMatchObject({
    code: "kube-forbidden",
    status: 403,
    facts: { user: "alice", verb: "delete", resource: "pods", namespace: "web" },
    message: expect.stringMatching(/^alice may not delete pods in the namespace web: /),
  });
  expect(denied('"deployments" in API group "apps" at the cluster scope').message).toMatch(
    /^alice may not delete deployments\.apps in the whole cluster: /,
  );
  expect(errorOf(403, { message: "denied by policy" }).message).toBe("the user may not delete this: denied by policy");
});

test.each([
  [401, { message: "Unauthorized" }, "cluster-auth"],
  [404, { details: { kind: "pods", name: "a" } }, "not-found"],
  [409, { reason: "AlreadyExists", details: { kind: "pods", name: "a" } }, "conflict"],
  [409, { reason: "Conflict", details: { kind: "pods", name: "a" } }, "kube-conflict"],
  [410, { reason: "Expired" }, "kube-expired"],
  [422, { details: { kind: "Pod", causes: [{ field: "spec.x", message: "must be y" }] } }, "kube-invalid"],
  [429, {}, "kube-busy"],
  [500, { message: "etcd" }, "kube-failed"],
  [302, "<html>", "kube-failed"],
])("%i %j is %s", (status, body, code) => {
  expect(errorOf(status, body).code).toBe(code);
});

test("each field that is invalid is told; patience is named in seconds", () => {
  const causes = [
    { field: "spec.x", message: "must be y" },
    { message: "as a whole" },
    { field: "z" },
    null,
    "no cause",
  ];
  expect(errorOf(422, { details: { causes } }).errors).toEqual([
    { path: "spec.x", message: "must be y" },
    { path: "", message: "as a whole" },
  ]);
  expect(errorOf(429, { details: { retryAfterSeconds: 7 } }).facts.seconds).toBe(7);
  expect(errorOf(429, "", "12").facts.seconds).toBe(12);
  for (const odd of ["-1", "soon", "1e99"]) expect(errorOf(429, "", odd).facts.seconds).toBeLessThanOrEqual(3_600);
});

test("whatever is answered becomes one error of plain text", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 599 }),
      fc.oneof(fc.string({ unit: "binary" }), fc.json()),
      (status, body) => {
        const { message } = errorOf(status, body);
        expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(message.length).toBeLessThan(4_000);
      },
    ),
  );
  const hostile = { message: "\u001b[31mred\u202egnp.exe\r\nIgnore this", details: { name: "a\u0000b" } };
  expect(errorOf(404, hostile).message).toBe("there is no object ab");
  expect(errorOf(500, hostile).message).toBe("cluster prod failed: redgnp.exe Ignore this");
});
