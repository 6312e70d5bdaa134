/** The oidc auth-provider against an issuer of tests: a token that lasts, one that ended, and what an issuer may do wrong. */
import type http from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type FakeApiServer, startFakeApiServer } from "../../../e2e/support/fake-api-server.ts";
import { connectKube } from "./connect.ts";
import { OidcTokens } from "./oidc.ts";

vi.setConfig({ testTimeout: 30_000 });

let issuer: FakeApiServer;
let token: http.RequestListener;
beforeAll(async () => {
  issuer = await startFakeApiServer((request, response) => {
    if (request.url === "/.well-known/openid-configuration")
      response.end(JSON.stringify({ issuer: issuer.url, token_endpoint: `${issuer.url}/token` }));
    else token(request, response);
  });
});
beforeEach(() => {
  issuer.requests.length = 0;
});
afterAll(() => issuer.stop());

const idToken = (seconds: number, name = "me") => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256" })}.${part({ sub: name, exp: Math.floor(Date.now() / 1000) + seconds })}.c2ln`;
};
const config = (more: Record<string, unknown> = {}) => ({
  "id-token": idToken(-60),
  "refresh-token": "first",
  "client-id": "kube",
  "client-secret": "s&cret",
  "idp-issuer-url": `${issuer.url}/`,
  "idp-certificate-authority-data": Buffer.from(issuer.ca).toString("base64"),
  ...more,
});
const answer =
  (value: object): http.RequestListener =>
  (_request, response) =>
    response.end(JSON.stringify(value));

test("a token that lasts is used as it is, one that ended is renewed, and kept", async () => {
  const lasting = idToken(600);
  expect(await new OidcTokens(config({ "id-token": lasting })).get()).toBe(lasting);
  expect(issuer.requests).toEqual([]);
  const fresh = idToken(600, "fresh");
  token = answer({ id_token: fresh, refresh_token: "second" });
  const tokens = new OidcTokens(config());
  expect(await tokens.get()).toBe(fresh);
  expect(await tokens.get()).toBe(fresh);
  expect(issuer.requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "GET /.well-known/openid-configuration",
    "POST /token",
  ]);
  expect(Object.fromEntries(new URLSearchParams(issuer.requests[1]?.body))).toEqual({
    grant_type: "refresh_token",
    refresh_token: "first",
    client_id: "kube",
    client_secret: "s&cret",
  });
});

test("a new refresh token is the next one; without one the old one stays", async () => {
  const sent = () => new URLSearchParams(issuer.requests.at(-1)?.body).get("refresh_token");
  const tokens = new OidcTokens(config());
  token = answer({ id_token: idToken(1), refresh_token: "second" });
  await tokens.get();
  token = answer({ id_token: idToken(1) });
  await tokens.get();
  expect(sent()).toBe("second");
  await tokens.get();
  expect(sent()).toBe("second");
});

test("what is missing or wrong is told, and no secret with it", async () => {
  const why = (more: Record<string, unknown>) => new OidcTokens(config(more)).get();
  await expect(why({ "refresh-token": undefined })).rejects.toThrow("sign in anew");
  await expect(why({ "idp-issuer-url": "http://127.0.0.1" })).rejects.toThrow("must be https");
  await expect(why({ "idp-certificate-authority-data": undefined })).rejects.toThrow("does not answer");
  await expect(why({ "idp-issuer-url": issuer.url.replace("127.0.0.1", "localhost") })).rejects.toThrow("otherwise");
  token = (_request, response) => response.writeHead(400).end('{"error":"invalid_grant"}');
  await expect(why({})).rejects.toThrow(/^127\.0\.0\.1:\d+ answered 400, sign in anew$/);
  token = (_request, response) => response.writeHead(307, { location: "https://evil.example" }).end();
  await expect(why({})).rejects.toThrow("answered 307");
  token = answer({ access_token: "x" });
  await expect(why({})).rejects.toThrow();
});

test("a connection sends the renewed token", async () => {
  const fresh = idToken(600, "fresh");
  token = (request, response) => {
    if (request.url === "/token") response.end(JSON.stringify({ id_token: fresh }));
    else response.end(JSON.stringify({ got: request.headers.authorization }));
  };
  const kubeconfig = issuer.kubeconfig({ "auth-provider": { name: "oidc", config: config() } });
  const source = { cluster: "x", kubeconfig, context: null, isTrusted: true, closedPorts: [], token: null };
  const connection = connectKube(source);
  const got = await Promise.all(["/a", "/b", "/c"].map((path) => connection.json({ path })));
  expect(got).toEqual(got.map(() => ({ got: `Bearer ${fresh}` })));
  expect(issuer.requests.filter(({ url }) => url === "/token")).toHaveLength(1);
  connection.close();
});
