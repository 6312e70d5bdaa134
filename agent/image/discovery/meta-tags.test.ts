import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metaTags } from "./meta-tags.ts";

const one = { name: "ac-discovery", content: "a b" };

describe("meta tags of a page", () => {
  it.each([
    ["quoted twice", `<meta name="ac-discovery" content="a b">`, [one]],
    ["quoted once", `<meta name='ac-discovery' content='a b'>`, [one]],
    ["the other way round, closed by a slash", `<meta content="a b" name="ac-discovery"/>`, [one]],
    ["in capitals, over lines", `<META\n NAME = "AC-Discovery"\n\tCONTENT\n=\n"a b" >`, [one]],
    ["without quotes", `<meta name=ac-discovery content=a&#32;b>`, [one]],
    ["with a slash at the end of a bare value", "<meta content=a/ name=x>", [{ name: "x", content: "a/" }]],
    [
      "with references",
      `<meta name=x content="&lt;&amp;amp;&quot;&#x7B;&#123;&#0;&#xd800;&foo;&amp">`,
      [{ name: "x", content: '<&amp;"{{\ufffd\ufffd&foo;&amp' }],
    ],
    [
      "twice the same attribute: the first counts",
      `<meta name="ac-discovery" name="y" content="a b" content="c">`,
      [one],
    ],
    ["with > in a value", `<meta name="x" content="a>b">`, [{ name: "x", content: "a>b" }]],
    ["in a comment", `<!-- <meta name="x" content="y"> --><meta name="ac-discovery" content="a b">`, [one]],
    ["after comments that end at once", `<!--><meta name="ac-discovery" content="a b"><!---><!-- --!>`, [one]],
    ["in a comment without an end", `<!-- <meta name="x" content="y">`, []],
    [
      "in a script",
      `<script>"<meta name=x content=y>"</scripty></SCRIPT ><meta name="ac-discovery" content="a b">`,
      [one],
    ],
    [
      "in a title, a style, a template",
      "<title><meta name=a content=b></title><style><meta name=a content=b></style><template><meta name=a content=b></template>",
      [],
    ],
    ["in an attribute of another tag", `<link title='<meta name="x" content="y">'>`, []],
    ["behind </head>", `<head></head><meta name="x" content="y">`, []],
    ["in the body", `<body class=x><meta name="x" content="y">`, []],
    ["in a tag that is not meta", `<metas name="x" content="y"><x-meta name="x" content="y">`, []],
    ["without an end", `<meta name="x" content="y"`, []],
    ["without the end of a quote", `<meta name="x" content="y>`, []],
    ["after things that are no tags", `<!doctype html><?xml ?>< 3 <</><meta name="ac-discovery" content="a b">`, [one]],
    ["without a name or content", `<meta name="x"><meta content="y"><meta charset=utf-8>`, []],
    ["named like a property of objects", `<meta __proto__=x name="ac-discovery" content="a b">`, [one]],
  ])("%s", (_, html, tags) => {
    expect(metaTags(html)).toEqual(tags);
  });

  const piece = fc.constantFrom(
    ...[
      "<",
      ">",
      "<!--",
      "-->",
      "<meta ",
      "<script",
      "</script",
      "'",
      '"',
      "=",
      " ",
      "/",
      "name",
      "content",
      "ac-discovery",
    ],
    ...["<head>", "&#x", "&amp;", ";", "\0", "\n", "<a ", "x", "--!>"],
  );
  const meta = `<meta name="ac-discovery" content="a b">`;

  it("are found in front of any rubbish, and rubbish is read to its end", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(metaTags(meta + pieces.join(""))[0]).toEqual(one);
        const balanced = pieces.join("").replace(/[<>&]/g, "");
        expect(metaTags(`${balanced}${meta}`)).toEqual([one]);
      }),
    );
  });

  it("take time in proportion to the page, at its worst too", () => {
    const size = 200_000;
    for (const bad of [
      "<",
      "<a",
      "<a ",
      "<!--",
      "<!-- -",
      "<meta name='",
      "<script></script",
      "=",
      "&#x",
      "</",
      "<a =",
      "<x y= ",
    ]) {
      const started = performance.now();
      metaTags(bad.repeat(Math.ceil(size / bad.length)));
      expect(performance.now() - started, bad).toBeLessThan(1500);
    }
  });
});
