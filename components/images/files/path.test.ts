import fc from "fast-check";
import { expect, test } from "vitest";
import { childPath, crumbsOf, linkTarget, parentPath } from "./path.ts";

test("folders and what is in them", () => {
  expect(childPath("/", "etc")).toBe("/etc");
  expect(childPath("/etc", "passwd")).toBe("/etc/passwd");
  expect(parentPath("/etc/passwd")).toBe("/etc");
  expect(parentPath("/etc")).toBe("/");
  expect(parentPath("/")).toBe("/");
  expect(crumbsOf("/a/b").map(({ path }) => path)).toEqual(["/", "/a", "/a/b"]);
  expect(crumbsOf("/").map(({ path }) => path)).toEqual(["/"]);
});

test("links stay inside the image", () => {
  expect(linkTarget("/bin", "busybox")).toBe("/bin/busybox");
  expect(linkTarget("/usr/lib", "../../etc/os-release")).toBe("/etc/os-release");
  expect(linkTarget("/a", "/etc/./passwd")).toBe("/etc/passwd");
  expect(linkTarget("/a", "../../../../etc/shadow")).toBe("/etc/shadow");
  fc.assert(
    fc.property(fc.array(fc.constantFrom("..", ".", "", "a", "b")), (parts) => {
      const target = linkTarget("/x/y", parts.join("/"));
      expect(target.startsWith("/")).toBe(true);
      expect(target.split("/")).not.toContain("..");
    }),
  );
});
