import fc from "fast-check";
import { expect, it } from "vitest";
import { parseChallenges } from "./challenge.ts";

it("reads what registries send", () => {
  const bearer =
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:a/b:pull,push"';
  expect(parseChallenges(bearer)).toEqual([
    {
      scheme: "bearer",
      params: {
        realm: "https://auth.docker.io/token",
        service: "registry.docker.io",
        scope: "repository:a/b:pull,push",
      },
    },
  ]);
  expect(parseChallenges('Basic realm="a \\"b\\" c"')).toEqual([{ scheme: "basic", params: { realm: 'a "b" c' } }]);
  expect(parseChallenges("Bearer realm=x , Service = y")).toEqual([
    { scheme: "bearer", params: { realm: "x", service: "y" } },
  ]);
});

it("tells several challenges apart", () => {
  expect(parseChallenges('Negotiate, Basic realm="x", Bearer realm="y",service=z').map((c) => c.scheme)).toEqual([
    "negotiate",
    "basic",
    "bearer",
  ]);
  expect(parseChallenges('Negotiate YWJj==, Bearer realm="y"')).toEqual([
    { scheme: "negotiate", params: {} },
    { scheme: "bearer", params: { realm: "y" } },
  ]);
});

it("takes the first of a parameter that is there twice", () => {
  expect(parseChallenges("Bearer realm=a,realm=b")[0]?.params.realm).toBe("a");
});

it("gives back what was put in", () => {
  const name = fc.stringMatching(/^[a-z]{1,10}$/);
  const value = fc.stringMatching(/^[ -~]{0,40}$/);
  const challenge = fc.record({
    scheme: name,
    params: fc.dictionary(name, value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
  });
  fc.assert(
    fc.property(fc.array(challenge, { minLength: 1, maxLength: 4 }), (challenges) => {
      const text = challenges.map(({ scheme, params }) => {
        const list = Object.entries(params).map(([key, v]) => `${key}="${v.replace(/[\\"]/g, "\\$&")}"`);
        return `${scheme} ${list.join(", ")}`;
      });
      expect(parseChallenges(text.join(", "))).toEqual(challenges);
    }),
  );
});

it("ends on any text", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      expect(parseChallenges(text)).toBeInstanceOf(Array);
    }),
  );
  const began = performance.now();
  parseChallenges(`Bearer ${'a="\\'.repeat(5000)}`);
  parseChallenges(`${"a ".repeat(10_000)}=`);
  expect(performance.now() - began).toBeLessThan(500);
});
