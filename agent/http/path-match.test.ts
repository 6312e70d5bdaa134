import fc from "fast-check";
import { expect, test } from "vitest";
import { matchPath } from "./path-match.ts";

const pattern = "/v1/pods/:id/apps/:app/exec";

test("takes parameters out, decoded", () => {
  expect(matchPath(pattern, "/v1/pods/a%2Fb/apps/web/exec")).toEqual({ id: "a/b", app: "web" });
});

test.each([
  "/v1/pods/a/apps/web",
  "/v1/pods//apps/web/exec",
  "/v1/pods/a/apps/web/exec/",
  "/v1//pods/a/apps/web/exec",
  "/v1/pods/a/apps/%zz/exec",
])("%s is another path", (path) => {
  expect(matchPath(pattern, path)).toBeNull();
});

test("whatever is a parameter comes back as it was", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (id, app) => {
      const path = `/v1/pods/${encodeURIComponent(id)}/apps/${encodeURIComponent(app)}/exec`;
      expect(matchPath(pattern, path)).toEqual({ id, app });
    }),
  );
});
