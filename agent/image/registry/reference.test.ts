import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CratonError } from "../../../lib/contract/errors.ts";
import { parseReference } from "./reference.ts";

const hex = "0123456789abcdef".repeat(4);

describe("a reference", () => {
  it.each([
    ["docker://busybox", "docker.io", "library/busybox", "latest", null],
    ["busybox:1.36", "docker.io", "library/busybox", "1.36", null],
    ["docker://docker.io/a/b", "docker.io", "a/b", "latest", null],
    ["docker://index.docker.io/library/a:x", "docker.io", "library/a", "x", null],
    ["docker://registry-1.docker.io/a", "docker.io", "library/a", "latest", null],
    ["docker://127.0.0.1:5000/test/bb:1", "127.0.0.1:5000", "test/bb", "1", null],
    ["docker://localhost/a", "localhost", "a", "latest", null],
    ["docker://[::1]:5000/a__b/c---d:T_1", "[::1]:5000", "a__b/c---d", "T_1", null],
    ["docker://Quay.IO/a/b", "quay.io", "a/b", "latest", null],
    [`docker://quay.io/a@sha256:${hex}`, "quay.io", "a", null, `sha256:${hex}`],
    [`quay.io/a:tag@sha512:${hex}${hex}`, "quay.io", "a", "tag", `sha512:${hex}${hex}`],
  ])("%s", (text, registry, repository, tag, digest) => {
    expect(parseReference(text)).toMatchObject({ registry, repository, tag, digest });
  });

  it.each([
    ["docker://", "repository"],
    ["docker://quay.io/", "repository"],
    ["docker://quay.io/UPPER", "repository"],
    ["docker://quay.io/a/../b", "repository"],
    ["docker://quay.io/a//b", "repository"],
    ["docker://quay.io/a:", "tag"],
    ["docker://quay.io/a:-x", "tag"],
    [`docker://quay.io/a:${"t".repeat(129)}`, "tag"],
    ["docker://quay.io/a@sha256:abc", "digest"],
    [`docker://quay.io/a@md5:${hex}`, "digest"],
    ["docker://user:pw@quay.io/a", "digest"],
    ["docker://quay.io:99999/a", "no host name"],
    ["docker://qu ay.io/a", "no host name"],
    ["docker://-x.io/a", "no host name"],
    ["docker://quay.io/a?x=1", "repository"],
    ["docker://quay.io/a#x", "repository"],
    ["docker://quay.io/a%2e%2e", "repository"],
  ])("%s is refused for its %s", (text, why) => {
    expect(() => parseReference(text)).toThrow(why);
  });

  it("has a normal form that means the same", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}([._-][a-z0-9]{1,4})?$/);
    const registry = fc.constantFrom("docker.io", "quay.io", "127.0.0.1:5000", "[fe80::1]:1", "localhost");
    const tag = fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/));
    const digest = fc.option(fc.constant(`sha256:${hex}`));
    const all = fc.record({ registry, path: fc.array(part, { minLength: 1, maxLength: 4 }), tag, digest });
    fc.assert(
      fc.property(all, ({ registry, path, tag, digest }) => {
        const text = `${registry}/${path.join("/")}${tag === null ? "" : `:${tag}`}${digest === null ? "" : `@${digest}`}`;
        const first = parseReference(text);
        expect(parseReference(first.source)).toEqual(first);
      }),
    );
  });

  it("is refused or gives a URL's path that stays below the repository, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."a.:/@-_%?#[]\\ ") })), (text) => {
        try {
          const { registry, repository, tag } = parseReference(text);
          const url = new URL(`https://${registry}/v2/${repository}/manifests/${tag}`);
          expect(url.pathname).toBe(`/v2/${repository}/manifests/${tag}`);
          expect(url.search + url.hash + url.username).toBe("");
        } catch (error) {
          expect(error).toBeInstanceOf(CratonError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
