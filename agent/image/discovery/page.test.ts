import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endpointsOf, keysOf } from "./page.ts";
import { renderTemplate } from "./template.ts";

const meta = (name: string, content: string) => `<meta name="${name}" content="${content}">`;
const labels = { version: "1.0", os: "linux", arch: "amd64" };
const acis = (html: string, name = "example.com/app") =>
  endpointsOf(html, name, labels).found.map(({ aci }) => aci.href);

describe("templates", () => {
  it("are replaced plainly: name with its slashes, version, os, arch, ext, any label", () => {
    const html = meta("ac-discovery", "example.com https://x.example/{os}/{arch}/{name}-{version}.{ext}?c={channel}");
    const { found } = endpointsOf(html, "example.com/a/b", { ...labels, channel: "beta" });
    expect(found.map(({ aci, asc }) => [aci.href, asc.href])).toEqual([
      [
        "https://x.example/linux/amd64/example.com/a/b-1.0.aci?c=beta",
        "https://x.example/linux/amd64/example.com/a/b-1.0.aci.asc?c=beta",
      ],
    ]);
  });

  it("that match are all answered in order; a prefix that does not begin the name is none", () => {
    const html = [
      meta("ac-discovery", "example.com https://one.example/{name}.{ext}"),
      meta("ac-discovery", "example.org https://two.example/{name}.{ext}"),
      meta("ac-discovery", "example.com/app https://three.example/{name}.{ext}"),
      meta("ac-discovery", "example.com/app/more https://four.example/{name}.{ext}"),
    ].join("");
    expect(acis(html)).toEqual([
      "https://one.example/example.com/app.aci",
      "https://three.example/example.com/app.aci",
    ]);
  });

  it.each([
    ["example.com https://x.example/{name}-{colour}.{ext}", "there is no label colour"],
    ["example.com https://x.example/{name}-{}.{ext}", "there is no label"],
    ["example.com https://x.example/{name}.aci", "it lacks {ext}"],
    ["example.com hdfs://x.example/{name}.{ext}", "neither https nor http"],
    ["example.com /{name}.{ext}", "it is no URL"],
  ])("%s is left out: %s", (content, why) => {
    const { found, dropped } = endpointsOf(meta("ac-discovery", content), "example.com/app", labels);
    expect(found).toEqual([]);
    expect(dropped).toEqual([expect.stringContaining(why)]);
  });

  it.each(["example.com", "", " https://x.example/{ext}", "example.com https://x.example/{ext} more"])(
    "content %j is none",
    (content) => {
      expect(endpointsOf(meta("ac-discovery", content), "example.com/app", labels)).toEqual({ found: [], dropped: [] });
    },
  );

  it("keep what a value says inside of its place, whatever it says", () => {
    const template = "https://x.example/d/{version}/i.{ext}?v={version}";
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (version) => {
        const { url } = renderTemplate(template, { version }, "aci");
        if (/^\.{1,2}$/.test(version)) return expect(url).toBeNull();
        expect(url?.origin).toBe("https://x.example");
        expect(url?.username).toBe("");
        expect(url?.hash).toBe("");
        const parts = (url?.pathname ?? "").split("/");
        expect(parts.slice(0, 2).concat(parts.slice(3))).toEqual(["", "d", "i.aci"]);
        const back = decodeURIComponent(parts[2] ?? "");
        expect(back).toBe(Buffer.from(version).toString());
        expect([...(url?.searchParams.keys() ?? [])]).toEqual(["v"]);
      }),
    );
  });

  it("are not rendered a second time", () => {
    const { url } = renderTemplate("https://x.example/{version}.{ext}", { version: "{ext}", os: "no" }, "aci");
    expect(url?.href).toBe("https://x.example/%7Bext%7D.aci");
  });
});

describe("keys", () => {
  const html = (prefix: string) => meta("ac-discovery-pubkeys", `${prefix} https://x.example/keys.gpg`);
  it("are those whose prefix is the name or whole parts of it", () => {
    const found = (prefix: string) => keysOf(html(prefix), "example.com/app").found.map(({ href }) => href);
    for (const good of ["example.com", "example.com/", "example.com/app"])
      expect(found(good), good).toEqual(["https://x.example/keys.gpg"]);
    for (const bad of ["example.com/ap", "example.co", "example.com/app/more", "example.org"])
      expect(found(bad), bad).toEqual([]);
  });

  it("are no templates, and only web addresses", () => {
    const page = meta("ac-discovery-pubkeys", "example.com file:///etc/passwd");
    expect(keysOf(page, "example.com/app")).toEqual({ found: [], dropped: [expect.stringContaining("no https URL")] });
  });
});

it("any page answers well-formed endpoints or none", () => {
  const piece = fc.constantFrom(
    ...["<meta ", 'name="ac-discovery" ', 'content="example.com ', "https://", "x.example", "/{name}", ".{ext}", '">'],
    ...["{", "}", "..", "%2e", "@", "\\", "\n", "<!--", "<script>", "&#x2f;", "ac-discovery-pubkeys", "'"],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const html = pieces.join("");
      for (const { aci, asc } of endpointsOf(html, "example.com/app", labels).found) {
        expect(aci.protocol).toMatch(/^https?:$/);
        expect(asc.href).not.toBe(aci.href);
      }
      for (const url of keysOf(html, "example.com/app").found) expect(url.protocol).toMatch(/^https?:$/);
    }),
  );
});
