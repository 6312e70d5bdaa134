import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appcArch, osArchFault } from "./os-arch.ts";
import {
  identifierFault,
  imageIdFault,
  nameFault,
  parseUuid,
  pathFault,
  timestampFault,
  urlFault,
  variableFault,
  versionFault,
  versionNote,
} from "./types.ts";

const good = (check: (value: string) => string | null, ...values: string[]) => {
  for (const value of values) expect(`${value}: ${check(value)}`).toBe(`${value}: null`);
};
const bad = (check: (value: string) => string | null, ...values: string[]) => {
  for (const value of values) expect(check(value), JSON.stringify(value)).toBeTypeOf("string");
};

describe("basic types", () => {
  it("A1 identifiers follow the specification's expression, not the looser reference", () => {
    good(identifierFault, "a", "example.com/reduce-worker", "a-b._~/c".replace("._~/", "."), "0");
    bad(identifierFault, "", "A", "a--b", "a/../b", "a//b", "-a", "a-", "a b", "ä", "a\n", "example.com:5000/a");
  });

  it("A2 names are lower case with single hyphens, at most 63 characters", () => {
    good(nameFault, "a", "web-1", "0", "a".repeat(63));
    bad(nameFault, "", "a--b", "-a", "a-", "A", "a.b", "a/b", "a_b", "a".repeat(64));
  });

  it("A1 A2 every name is an identifier", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9]+(-[a-z0-9]+)*$/),
        (v) => v.length > 63 || (nameFault(v) ?? identifierFault(v)) === null,
      ),
    );
  });

  it("A4 versions are semantic, not zero, without a leading v", () => {
    good(versionFault, "0.8.11", "0.8.11+git", "1.0.0", "9.1.2-rc.1+b.2");
    bad(versionFault, "", "0.0.0", "v0.8.1", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-");
  });

  it("A4 another major version is noted, and no fault", () => {
    expect(["0.8.11", "0.5.1", "0.9.0+git"].map(versionNote)).toEqual([null, null, null]);
    expect(versionNote("9.1.0")).toBe(
      "acVersion 9.1.0 is newer than 0.8.11 by a major version and may mean other things",
    );
  });

  it("A5 image IDs are sha512 and 128 hex digits", () => {
    good(imageIdFault, `sha512-${"0a".repeat(64)}`);
    bad(
      imageIdFault,
      "",
      "sha512-",
      "sha512-...",
      `sha512-${"a".repeat(64)}`,
      `sha256-${"a".repeat(128)}`,
      `sha512-${"A".repeat(128)}`,
      `sha512-${"a".repeat(128)}\n`,
    );
  });

  it("A7 timestamps are RFC 3339 with a T, on a day that exists", () => {
    good(timestampFault, "2026-11-24T10:00:00Z", "2024-02-29T23:59:59.123456+02:00");
    bad(
      timestampFault,
      "2026-11-24 10:00:00Z",
      "2026-11-24",
      "2026-02-29T00:00:00Z",
      "2026-13-01T00:00:00Z",
      "2026-01-01T24:00:00Z",
      "2026-01-01T00:00:00",
      "2026-01-00T00:00:00Z",
    );
  });

  it("A8 UUIDs are read without regard to hyphens and case, the zero one is refused", () => {
    expect(parseUuid("6733C088A5074694ACBC5A5B5E2A4D30")).toBe("6733c088-a507-4694-acbc-5a5b5e2a4d30");
    expect(parseUuid("6733c088-a507-4694-acbc-5a5b5e2a4d30")).toBe("6733c088-a507-4694-acbc-5a5b5e2a4d30");
    for (const wrong of ["", "6733c088", "0".repeat(32), `${"a".repeat(31)}g`, "a".repeat(33)])
      expect(parseUuid(wrong)).toBeNull();
  });

  it("A9 URL annotations are http or https", () => {
    good(urlFault, "https://example.com/x", "http://example.com");
    bad(urlFault, "", "ftp://example.com", "javascript:alert(1)", "example.com", "https://", "https:example.com");
    bad(urlFault, " https://example.com", "https://example.com/a b", "https:\\\\example.com", "https://e\n.com");
  });

  it("A10 variable names", () => {
    good(variableFault, "A", "_a.b-c1");
    bad(variableFault, "", "1A", "A B", "A=B", "ä");
  });

  it("A11 A12 os and arch: table, case, and the names of Go and Node", () => {
    expect(osArchFault("linux", "amd64")).toBeNull();
    expect(osArchFault("linux", undefined)).toBeNull();
    expect(osArchFault("darwin", "x86_64")).toBeNull();
    expect(osArchFault("Linux", "amd64")?.label).toBe("os");
    expect(osArchFault("__proto__", "amd64")?.label).toBe("os");
    expect(osArchFault("linux", "arm64")?.label).toBe("arch");
    const pairs = [
      ["amd64"],
      ["x64"],
      ["386"],
      ["arm64"],
      ["arm", "v7"],
      ["arm", "6"],
      ["arm"],
      ["ppc64le"],
      ["s390x"],
      ["mips"],
    ] as const;
    expect(pairs.map(([arch, variant]) => appcArch(arch, variant))).toEqual([
      "amd64",
      "amd64",
      "i386",
      "aarch64",
      "armv7l",
      "armv6l",
      "armv6l",
      "ppc64le",
      "s390x",
      null,
    ]);
  });

  it("paths are absolute and never climb", () => {
    good(pathFault, "/", "/a/b.c/..d");
    bad(pathFault, "", "a", "/a/../b", "/..", `/${"a".repeat(4096)}`);
  });
});
