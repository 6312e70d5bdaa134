import { expect, test } from "vitest";
import { isLoopback, readConfig } from "./config.ts";

const read = (...argv: string[]) => readConfig(["--state", "/tmp/x", ...argv], "/app");

test("what is not given", () => {
  expect(read()).toMatchObject({
    home: "/tmp/x/console",
    host: "127.0.0.1",
    port: 7410,
    tls: null,
    readOnly: false,
    dir: "/app",
    idleMs: 1_800_000,
    absoluteMs: 43_200_000,
  });
});

test.each([
  [["--host", "0.0.0.0"], /needs --tls-cert/],
  [["--host", "192.0.2.1"], /needs --tls-cert/],
  [["--tls-cert", "/x"], /belong together/],
  [["--tls-cert", "/nope", "--tls-key", "/nope"], /\/nope cannot be read/],
  [["--port", "70000"], /--port 70000 is not/],
  [["--port", "x"], /--port x is not/],
  [["--what"], /--what/],
])("%j is refused with its reason", (argv, why) => {
  expect(() => read(...argv)).toThrow(why);
});

test("loopback and what only looks like it", () => {
  expect(["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"].filter((host) => !isLoopback(host))).toEqual([]);
  expect(["127.0.0.1.evil.org", "0.0.0.0", "::", "10.0.0.1", "localhost.evil.org"].filter(isLoopback)).toEqual([]);
});
