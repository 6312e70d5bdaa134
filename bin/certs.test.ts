import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ensureCertificates } from "./certs.mjs";

// Real TLS and openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

let state: string;
const run = (more: object = {}): string[] =>
  ensureCertificates({ state, node: "node-a", listen: "127.0.0.1:7411", ...more });
const file = (...path: string[]) => readFileSync(join(state, ...path), "utf8");
const mode = (...path: string[]) => statSync(join(state, ...path)).mode & 0o777;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "craton-certs-"));
});
afterEach(() => rmSync(state, { recursive: true, force: true }));

test("makes a CA, a server and three clients that verify, and nothing on a second run", () => {
  expect(run()).toHaveLength(9);
  const ca = new X509Certificate(file("ca", "ca.crt"));
  const server = new X509Certificate(file("agent", "tls", "server.crt"));
  expect(server.verify(ca.publicKey)).toBe(true);
  expect(server.checkHost("node-a")).toBe("node-a");
  expect(server.checkIP("127.0.0.1")).toBe("127.0.0.1");
  expect(server.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
  for (const [folder, cn] of [
    ["console/tls", "console"],
    ["cli", "cli"],
  ] as const) {
    const client = new X509Certificate(file(folder, "client.crt"));
    expect(client.subject).toContain(`CN=${cn}`);
    expect(client.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
    expect(client.checkPrivateKey(createPrivateKey(file(folder, "client.key")))).toBe(true);
    const spki = createPublicKey(file(folder, "assertion.key")).export({ type: "spki", format: "pem" });
    expect(file("agent", "trust", `${cn}.pub`)).toBe(spki);
  }
  const peer = new X509Certificate(file("agent", "peer", "client.crt"));
  expect([peer.subject, peer.keyUsage]).toEqual(["O=Craton\nCN=peer-node-a", ["1.3.6.1.5.5.7.3.2"]]);
  expect(run()).toEqual([]);
});

test("keys are for their owner only", () => {
  run();
  for (const path of ["ca/ca.key", "agent/tls/server.key", "console/tls/client.key", "cli/assertion.key"])
    expect(mode(path), path).toBe(0o600);
  for (const path of ["ca", "agent", "console", "cli"]) expect(mode(path), path).toBe(0o700);
});

test("another listening host renews the server's certificate alone", () => {
  run();
  expect(run({ listen: "[::1]:7411" })).toEqual(["agent/tls/server.crt"]);
  expect(new X509Certificate(file("agent", "tls", "server.crt")).checkIP("::1")).toBe("::1");
});

test("a certificate without its key, and a broken one, are made anew", () => {
  run();
  unlinkSync(join(state, "cli", "client.key"));
  writeFileSync(join(state, "agent", "tls", "server.crt"), "torn");
  expect(run()).toEqual(["agent/tls/server.crt", "cli/client.crt"]);
});

test("a lost CA key makes a new CA and with it all leaves, but keeps the assertion keys", () => {
  run();
  unlinkSync(join(state, "ca", "ca.key"));
  expect(run()).toEqual([
    "ca/ca.crt",
    "agent/tls/server.crt",
    "agent/peer/client.crt",
    "console/tls/client.crt",
    "cli/client.crt",
  ]);
  const ca = new X509Certificate(file("ca", "ca.crt"));
  expect(new X509Certificate(file("cli", "client.crt")).verify(ca.publicKey)).toBe(true);
  expect(file("cli", "ca.crt")).toBe(file("ca", "ca.crt"));
});

test("a symlink in place of a key is replaced, its target untouched", () => {
  run();
  const target = join(state, "elsewhere");
  writeFileSync(target, "secret");
  unlinkSync(join(state, "console", "tls", "assertion.key"));
  symlinkSync(target, join(state, "console", "tls", "assertion.key"));
  expect(run()).toEqual(["console/tls/assertion.key", "agent/trust/console.pub"]);
  expect(readFileSync(target, "utf8")).toBe("secret");
});

test("bad names and addresses are refused", () => {
  expect(() => run({ node: "Node\nCN=console" })).toThrow("is not a lower-case host name");
  expect(() => run({ listen: "7411" })).toThrow("is not HOST:PORT");
});
