/** Who gets in: every route without, with broken and with insufficient credentials, over real TLS. */

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Edge, startEdge } from "../../e2e/support/agent-edge.ts";
import { imageId, stubServices, uuid } from "../../e2e/support/agent-services.ts";
import { makeCertificate } from "../../e2e/support/certificate.ts";
import { may, type Role, role } from "../../lib/contract/roles.ts";
import { stdioProtocol } from "../../lib/contract/stdio.ts";
import type { Endpoint } from "./endpoint.ts";
import { checkDeclared } from "./register.ts";

// Real TLS and openssl on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const services = stubServices();
let edge: Edge;
beforeAll(async () => {
  edge = await startEdge(services);
});
afterAll(() => edge.stop());

const fingerprint = "ab".repeat(20);
const bodies: Record<string, string> = {
  "POST /v1/pods": JSON.stringify({ apps: [{ image: "web" }] }),
  "POST /v1/pods/plan": JSON.stringify({ apps: [{ image: "web" }] }),
  "POST /v1/pods/:id/stop": "{}",
  "POST /v1/images/gc": JSON.stringify({ dryRun: false }),
  "POST /v1/images/fetch": JSON.stringify({ source: "docker://example.com/web:1" }),
  "POST /v1/images/upload": "bytes",
  "PUT /v1/registries/:host": "{}",
  "POST /v1/trust/review": JSON.stringify({ from: { kind: "text", text: "key" } }),
  "POST /v1/trust/keys": JSON.stringify({ armored: "key", fingerprint, prefix: null }),
  "POST /v1/trust/masks": JSON.stringify({ fingerprint, prefix: "example.com" }),
  "POST /v1/registries/test": JSON.stringify({ host: "example.com" }),
};

const queries: Record<string, string> = {
  "/exec": "?command=sh",
  "/upload": "?name=web.aci",
  "/tags": "?repository=team/app",
  "/image": "?repository=team/app&reference=1",
};

/** A request that would succeed for one who may. */
function good(endpoint: Endpoint) {
  const name = `${endpoint.method} ${endpoint.path}`;
  const id = endpoint.path.includes("/images") ? imageId : uuid;
  const path = endpoint.path
    .replace(":id", id)
    .replace(":app", "web")
    .replace(":host", "example.com")
    .replace(":fingerprint", fingerprint)
    .replace(":digest", `sha256:${"cd".repeat(32)}`);
  const last = endpoint.path.slice(endpoint.path.lastIndexOf("/"));
  const query = queries[last] ?? "";
  const body = bodies[name];
  const type = endpoint.path.endsWith("/upload") ? "application/octet-stream" : "application/json";
  const upgrade = {
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": Buffer.alloc(16).toString("base64"),
    "sec-websocket-protocol": stdioProtocol,
  };
  const headers: Record<string, string> =
    endpoint.kind === "socket" ? upgrade : body === undefined ? {} : { "content-type": type };
  return { method: endpoint.method, path: path + query, headers, body };
}

const each = () => edge.endpoints;
const withAssertion = () => each().filter((endpoint) => typeof endpoint.right !== "string");

describe("a certificate", () => {
  const clientUse = ["extendedKeyUsage=clientAuth"];
  const bad = {
    none: () => ({ cert: undefined, key: undefined }),
    "of another authority": () => makeCertificate({ subject: "/CN=console", extensions: clientUse }),
    expired: () =>
      makeCertificate({ subject: "/CN=console", extensions: clientUse, days: -1, ca: join(edge.state, "ca") }),
    "for servers": () =>
      makeCertificate({
        subject: "/CN=console",
        extensions: ["extendedKeyUsage=serverAuth"],
        ca: join(edge.state, "ca"),
      }),
  };
  test.each(Object.keys(bad) as (keyof typeof bad)[])("%s reaches no route", async (name) => {
    const tls = bad[name]() as { cert: string; key: string };
    for (const endpoint of each())
      await expect(edge.ask({ ...good(endpoint), tls }), `${endpoint.method} ${endpoint.path}`).rejects.toThrow();
  });

  const refused = {
    "without a use": () => makeCertificate({ subject: "/CN=console", extensions: [], ca: join(edge.state, "ca") }),
    "of a client that is not trusted": () =>
      makeCertificate({ subject: "/CN=eve", extensions: clientUse, ca: join(edge.state, "ca") }),
    "with two names": () =>
      makeCertificate({ subject: "/CN=console/CN=cli", extensions: clientUse, ca: join(edge.state, "ca") }),
    "whose name is a path": () =>
      makeCertificate({ subject: "/CN=..\\/trust\\/console", extensions: clientUse, ca: join(edge.state, "ca") }),
  };
  test.each(Object.keys(refused) as (keyof typeof refused)[])("%s is answered 401 on every route", async (name) => {
    const tls = refused[name]();
    for (const endpoint of each()) {
      const { status, body } = await edge.ask({ ...good(endpoint), tls });
      expect([status, body.code], `${endpoint.method} ${endpoint.path}`).toEqual([401, "unauthenticated"]);
    }
  });

  test("TLS 1.2 is not spoken", async () => {
    const { ca, cert, key } = edge.tls;
    const options = { host: "127.0.0.1", port: edge.port, servername: "node-a", maxVersion: "TLSv1.2" as const };
    await expect(
      new Promise((resolve, reject) => {
        const socket = connect({ ...options, ca, cert, key }, () => resolve(socket.getProtocol()));
        socket.once("error", reject);
      }),
    ).rejects.toThrow(/alert|protocol|version/i);
  });
});

describe("an assertion", () => {
  const bad: Record<string, () => Record<string, string | string[]>> = {
    missing: () => ({}),
    "of another scheme": () => ({ authorization: `Basic ${edge.bearer("admin").slice(7)}` }),
    empty: () => ({ authorization: "Bearer " }),
    "for another node": () => ({ authorization: edge.bearer("admin", { aud: "node-b" }) }),
    "of another issuer": () => ({ authorization: edge.bearer("admin", { iss: "cli" }) }),
    expired: () => {
      const iat = Math.floor(Date.now() / 1000) - 120;
      return { authorization: edge.bearer("admin", { iat, exp: iat + 60 }) };
    },
    twice: () => ({ authorization: [edge.bearer("admin"), edge.bearer("admin")] }),
    "in another header": () => ({ "x-authorization": edge.bearer("admin"), "x-user": "admin", cookie: "role=admin" }),
  };
  test.each(Object.keys(bad))("%s opens no route but /metrics", async (name) => {
    for (const endpoint of withAssertion()) {
      const request = good(endpoint);
      const { status, body } = await edge.ask({
        ...request,
        headers: { ...request.headers, ...bad[name]?.() },
        as: null,
      });
      expect([status, body.code], `${endpoint.method} ${endpoint.path}`).toEqual([401, "bad-assertion"]);
    }
  });

  test("used twice is refused the second time, also on another route", async () => {
    const headers = { authorization: edge.bearer("admin") };
    expect((await edge.ask({ path: "/v1/node", headers, as: null })).status).toBe(200);
    const again = await edge.ask({ path: "/v1/pods", headers, as: null });
    expect([again.status, again.body.code]).toEqual([401, "bad-assertion"]);
  });

  test("by another client's key is refused", async () => {
    const { status } = await edge.ask({
      headers: { authorization: edge.bearer("admin") },
      as: null,
      tls: edge.cliTls(),
    });
    expect(status).toBe(401);
  });

  test("of a client whose key was removed is refused at once", async () => {
    const other = await startEdge(stubServices());
    try {
      expect((await other.ask()).status).toBe(200);
      rmSync(join(other.state, "agent/trust/console.pub"));
      expect((await other.ask()).status).toBe(401);
    } finally {
      await other.stop();
    }
  });
});

test.each(role.options)("the role %s reaches exactly what the table says", async (who: Role) => {
  for (const endpoint of withAssertion()) {
    if (typeof endpoint.right === "string") continue;
    const { verb, noun } = endpoint.right;
    const before = services.calls.length;
    const { status, body } = await edge.ask({ ...good(endpoint), as: who });
    const name = `${endpoint.method} ${endpoint.path} ${status} ${body.code ?? ""}`;
    if (may(who, verb, noun) === null) {
      // A terminal that is allowed finds no process here: that is past the gate.
      if (endpoint.kind === "socket") expect(body.code, name).toBe("exec-failed");
      else expect(status, name).toBeLessThan(300);
    } else {
      expect([status, body.code], name).toEqual([403, "forbidden"]);
      expect(services.calls.length, name).toBe(before);
    }
  }
});

test("a node that is let in reaches what peers may and nothing else; nobody else reaches that", async () => {
  const extensions = ["extendedKeyUsage=clientAuth"];
  const tls = makeCertificate({ subject: "/CN=peer-b", extensions, ca: join(edge.state, "ca") });
  const peers = each().filter((endpoint) => endpoint.right === "peer");
  const codes = (mine: typeof tls | undefined, list: Endpoint[]) =>
    Promise.all(list.map(async (endpoint) => (await edge.ask({ ...good(endpoint), tls: mine })).status));
  expect(peers.length).toBe(2);
  expect(new Set(await codes(tls, peers))).toEqual(new Set([401]));
  writeFileSync(join(edge.state, "agent/trust/peer-b.peer"), "");
  expect(new Set(await codes(tls, peers))).toEqual(new Set([200]));
  const others = each().filter((endpoint) => endpoint.right !== "peer");
  expect(new Set(await codes(tls, others))).toEqual(new Set([401]));
  expect(new Set(await codes(undefined, peers))).toEqual(new Set([401]));
  rmSync(join(edge.state, "agent/trust/peer-b.peer"));
  expect(new Set(await codes(tls, peers))).toEqual(new Set([401]));
});

test("bytes begin where a Range says, and any other range is the whole", async () => {
  const path = `/v1/images/${imageId}/aci`;
  const from = async (range: string) => {
    const { status, text, headers } = await edge.ask({ path, headers: { range } });
    return [status, text, headers["content-range"]];
  };
  expect(await from("bytes=3-")).toEqual([206, "ACI", "bytes 3-5/6"]);
  for (const odd of ["bytes=6-", "bytes=0-", "bytes=-2", "bytes=1-2", "lines=1-", "bytes=1-,2-"])
    expect(await from(odd), odd).toEqual([200, "an ACI", undefined]);
});

test("the user that reaches the services is the asserted one", async () => {
  const headers = { authorization: edge.bearer("editor", { sub: "grace" }), "x-user": "root", "x-role": "admin" };
  await edge.ask({ method: "POST", path: `/v1/pods/${uuid}/start`, headers, as: null });
  expect(services.calls.at(-1)).toBe("pods.start grace editor");
});

test("/metrics needs a certificate and no assertion", async () => {
  const { status, text } = await edge.ask({ path: "/metrics", as: null });
  expect(status).toBe(200);
  expect(text).toContain('craton_pods{state="running"} 1');
  expect(text).toContain("craton_app_memory_bytes{");
});

test("unknown addresses say nothing to one who has not said who he is", async () => {
  expect((await edge.ask({ path: "/v1/secret", as: null })).status).toBe(401);
  const { status, body } = await edge.ask({ path: "/v1/secret" });
  expect([status, body.code]).toEqual([404, "not-found"]);
});

test("an endpoint without a right cannot be served, and each one has its own", () => {
  expect(() => checkDeclared({ method: "GET", path: "/v1/x" } as unknown as Endpoint)).toThrow("declares no right");
  for (const endpoint of each()) expect(() => checkDeclared(endpoint)).not.toThrow();
  expect(
    each()
      .filter((endpoint) => endpoint.right === "certificate")
      .map((endpoint) => endpoint.path),
  ).toEqual(["/metrics"]);
});
