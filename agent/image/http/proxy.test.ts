import { expect, it } from "vitest";
import { proxyOf } from "./proxy.ts";

const proxies = { httpsProxy: "http://s.example:1", httpProxy: "http://h.example:2" };

it.each([
  ["https://a.example/", "", "s"],
  ["http://a.example/", "", "h"],
  ["https://a.example/", "*", null],
  ["https://a.example/", "a.example", null],
  ["https://b.a.example/", "a.example", null],
  ["https://ba.example/", "a.example", "s"],
  ["https://a.example/", ".a.example", "s"],
  ["https://b.a.example/", "x, .a.example", null],
  ["https://b.a.example/", "*.a.example", null],
  ["https://A.example/", "a.EXAMPLE", null],
  ["https://a.example/", "a.example:443", null],
  ["https://a.example:8443/", "a.example:443", "s"],
  ["https://a.example:8443/", "a.example:8443", null],
  ["https://203.0.113.7/", "203.0.113.0/24", null],
  ["https://203.0.114.7/", "203.0.113.0/24", "s"],
  ["https://203.0.113.7/", "203.0.113.7", null],
  ["https://[2001:db8::1]/", "2001:db8::/32", null],
  ["https://[2001:db8::1]/", "2001:db8::1", null],
  ["https://[2001:db8::1]:8443/", "[2001:db8::1]:8443", null],
  ["https://[2001:db8::1]/", "203.0.113.0/24,x/99,/,:,[", "s"],
  ["https://localhost:1/", "", null],
  ["https://127.0.0.9/", "", null],
  ["https://[::1]/", "", null],
])("%s with NO_PROXY=%s goes by %s", (url, noProxy, by) => {
  const expected = by === null ? null : by === "s" ? proxies.httpsProxy : proxies.httpProxy;
  expect(proxyOf(new URL(url), { ...proxies, noProxy })).toBe(expected);
});
