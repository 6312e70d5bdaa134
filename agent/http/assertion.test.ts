import { createHmac, generateKeyPairSync, sign as signWith } from "node:crypto";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { claimsFor, localSigner } from "../../lib/api/agent/assertion.ts";
import { type Verifier, verifyAssertion } from "./assertion.ts";
import { ReplayCache } from "./replay.ts";

const pair = generateKeyPairSync("ed25519");
const sign = localSigner(String(pair.privateKey.export({ type: "pkcs8", format: "pem" })));
const claims = (change: object = {}) => ({
  ...claimsFor({ user: "ada", role: "editor" }, "console", "node-a"),
  ...change,
});
const now = () => Math.floor(Date.now() / 1000);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

let verifier: Verifier;
beforeEach(() => {
  verifier = {
    node: "node-a",
    key: (name) => (name === "console" || name === "cli" ? pair.publicKey : null),
    replay: new ReplayCache(),
    now: Date.now,
    startedAt: Date.now() - 120_000,
  };
});
const why = (token: string, client = "console") => {
  try {
    verifyAssertion(token, client, verifier);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return "accepted";
};
/** A token with any header and signature. */
const forged = (header: unknown, payload: unknown, signer: (body: string) => Buffer) => {
  const body = `${encode(header)}.${encode(payload)}`;
  return `${body}.${signer(body).toString("base64url")}`;
};
const ours = (body: string) => signWith(null, Buffer.from(body), pair.privateKey);

test("a good assertion names user and role, once", () => {
  const token = sign(claims({ rid: "r-1" }));
  expect(verifyAssertion(token, "console", verifier)).toMatchObject({ sub: "ada", role: "editor", rid: "r-1" });
  expect(why(token)).toContain("used already");
});

test.each([
  ["wrong audience", { aud: "node-b" }, "for another node"],
  ["wrong issuer", { iss: "cli" }, "another issuer"],
  ["expired", { iat: now() - 100, exp: now() - 50 }, "expired"],
  ["from the future", { iat: now() + 60, exp: now() + 90 }, "from the future"],
  ["too long", { iat: now(), exp: now() + 61 }, "longer than 60 s"],
  ["ends before it begins", { iat: now(), exp: now() - 1 }, "ends before"],
  ["made before this start", { iat: now() - 40, exp: now() + 10 }, "older than this start"],
  ["unknown role", { role: "root" }, "claim role"],
  ["no user", { sub: "" }, "claim sub"],
  ["a user with control characters", { sub: "ada\nadmin" }, "claim sub"],
  ["no jti", { jti: undefined }, "claim jti"],
  ["times as text", { exp: "2030" }, "claim exp"],
])("refused: %s", (name, change, reason) => {
  if (name === "made before this start") verifier.startedAt = Date.now() - 20_000;
  expect(why(sign(claims(change)))).toContain(reason);
});

test("small differences of clocks are borne", () => {
  expect(why(sign(claims({ iat: now() + 3, exp: now() + 30 })))).toBe("accepted");
  expect(why(sign(claims({ iat: now() - 30, exp: now() - 3 })))).toBe("accepted");
});

test("refused: other algorithms, whatever their signature", () => {
  expect(why(forged({ alg: "none" }, claims(), () => Buffer.alloc(0)))).toContain("no JWS");
  expect(why(forged({ alg: "none" }, claims(), ours))).toContain("only EdDSA");
  const publicPem = String(pair.publicKey.export({ type: "spki", format: "pem" }));
  const hmac = (body: string) => createHmac("sha256", publicPem).update(body).digest();
  expect(why(forged({ alg: "HS256", typ: "JWT" }, claims(), hmac))).toContain("only EdDSA");
  expect(why(forged({ alg: "EdDSA", crit: ["exp"] }, claims(), ours))).toContain('"crit"');
  expect(why(forged({ alg: "EdDSA", jwk: {} }, claims(), ours))).toContain('"jwk"');
  expect(why(forged({ alg: ["EdDSA"] }, claims(), ours))).toContain("only EdDSA");
});

test("refused: another key, a changed payload, an untrusted client", () => {
  const other = generateKeyPairSync("ed25519");
  const bad = localSigner(String(other.privateKey.export({ type: "pkcs8", format: "pem" })));
  expect(why(bad(claims()))).toContain("signature is wrong");
  const [header, , signature] = sign(claims()).split(".");
  expect(why(`${header}.${encode(claims({ role: "admin" }))}.${signature}`)).toContain("signature is wrong");
  expect(why(sign(claims({ iss: "eve" })), "eve")).toContain("may not vouch");
});

test("a refused assertion does not use up its jti, a good one is remembered until it has expired", () => {
  const jti = "a".repeat(22);
  expect(why(sign(claims({ jti, aud: "node-b" })))).toContain("another node");
  expect(why(sign(claims({ jti })))).toBe("accepted");
  expect(why(sign(claims({ jti })))).toContain("used already");
});

test("no text makes it fail in another way", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join(".")),
      ),
      (token) => {
        expect(why(token)).not.toBe("accepted");
        expect(() => verifyAssertion(token, "console", verifier)).toThrow("the user assertion is refused");
      },
    ),
  );
});

test("one changed character anywhere is refused", () => {
  const token = sign(claims());
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  // The last character of a signature holds unused bits; any other one matters.
  fc.assert(
    fc.property(fc.nat(token.length - 2), fc.nat(63), (at, letter) => {
      const changed = `${token.slice(0, at)}${letters[letter]}${token.slice(at + 1)}`;
      if (changed !== token) expect(why(changed)).not.toBe("accepted");
    }),
  );
});
