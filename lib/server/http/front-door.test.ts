import { describe, expect, test } from "vitest";
import { contentSecurityPolicy, makeNonce } from "./csp.ts";
import { checkHost, checkOrigin, checkSite, originRules } from "./origin.ts";
import { isPublicPath } from "./public-path.ts";
import { isStripped } from "./strip.ts";

const rules = { ...originRules("127.0.0.1", null), names: new Set(["console.example.org"]) };
const code = (work: () => void) => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each([
  ["127.0.0.1:7410", null],
  ["localhost:9999", null],
  ["[::1]:7410", null],
  ["console.example.org", null],
  ["CONSOLE.example.org:443", null],
  ["evil.example.org:7410", "bad-host"],
  ["127.0.0.1.evil.org", "bad-host"],
  ["localhost.evil.org", "bad-host"],
  ["console.example.org@evil.org", "bad-host"],
  ["", "bad-host"],
])("host %s", (host, wanted) => {
  expect(code(() => checkHost({ host }, rules))).toBe(wanted);
});

describe("origins of writes", () => {
  const host = "localhost:7410";
  test.each([
    [{ host, origin: "http://localhost:7410" }, null],
    [{ host, origin: "http://localhost:7410", "sec-fetch-site": "same-origin" }, null],
    [{ host }, "bad-origin"],
    [{ host, origin: "null" }, "bad-origin"],
    [{ host, origin: "https://localhost:7410" }, "bad-origin"],
    [{ host, origin: "http://localhost:7411" }, "bad-origin"],
    [{ host, origin: "http://localhost:7410.evil.org" }, "bad-origin"],
    [{ host, origin: "http://localhost:7410", "sec-fetch-site": "cross-site" }, "bad-origin"],
    [{ host, origin: "http://localhost:7410", "sec-fetch-site": "same-site" }, "bad-origin"],
  ])("%j", (headers, wanted) => expect(code(() => checkOrigin(headers, rules))).toBe(wanted));

  test("reads for another site", () => {
    expect(code(() => checkSite({ "sec-fetch-site": "cross-site" }))).toBe("bad-origin");
    expect(code(() => checkSite({ "sec-fetch-site": "none" }))).toBeNull();
    expect(code(() => checkSite({}))).toBeNull();
  });
});

test("what is open to strangers", () => {
  const open = ["/sign-in", "/_next/static/chunks/%5Bapp%5D.js", "/assets/mark.svg", "/favicon.ico"];
  for (const path of open) expect([path, isPublicPath(path, false)]).toEqual([path, true]);
  const closed = [
    "/",
    "/sign-in/x",
    "/c/fleet/pods",
    "/_next/image",
    "/_next/data/x.json",
    "/_next/static/../../c/fleet",
    "/_next/static/%2e%2e/%2e%2e/c/fleet",
    "/_next/static/%252e%252e/c",
    "/assets//c",
    "/assets/..\\c",
    "/__nextjs_x",
    "/_next/hmr",
  ];
  for (const path of closed) expect([path, isPublicPath(path, false)]).toEqual([path, false]);
  expect(isPublicPath("/_next/hmr", true)).toBe(true);
});

test("headers that only a proxy or Next may say are taken off", () => {
  const off = [
    "x-middleware-subrequest",
    "x-middleware-rewrite",
    "x-forwarded-for",
    "x-forwarded-host",
    "forwarded",
    "x-craton-address",
    "x-nonce",
    "content-security-policy",
    "x-nextjs-data",
    "next-action",
  ];
  expect(off.filter((name) => !isStripped(name))).toEqual([]);
  expect(["cookie", "origin", "x-csrf-token", "rsc"].filter(isStripped)).toEqual([]);
});

test("each answer has a nonce of its own, and no source but ours", () => {
  expect(makeNonce()).not.toBe(makeNonce());
  const policy = contentSecurityPolicy("N0nce", false);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'nonce-N0nce' 'strict-dynamic'");
  expect(policy).not.toMatch(/unsafe-eval|https?:|\*|script-src[^;]*unsafe-inline|style-src [^;]*unsafe-inline/);
});

test("the names of a certificate are host names of ours", async () => {
  const { execFileSync } = await import("node:child_process");
  const cert = execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-keyout",
      "/dev/null",
      "-subj",
      "/CN=x",
      "-days",
      "1",
      "-addext",
      "subjectAltName=DNS:a.example,IP:192.0.2.7",
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  expect([...originRules("0.0.0.0", cert).names]).toEqual(["a.example", "192.0.2.7"]);
});
