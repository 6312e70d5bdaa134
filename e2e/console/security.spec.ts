/** Nobody gets in who is not signed in, nobody does what the role does not include: every route, upgrade and page. */
import { expect, test } from "@playwright/test";
import { allowed, type Noun, type Role, type Verb } from "../../lib/contract/roles.ts";
import { type ConsoleServer, startConsole } from "../support/console-server.ts";
import { HttpUser } from "../support/http-user.ts";
import { N, needs } from "../support/route-needs.ts";
import { type ApiRoute, apiRoutes, pages, sampleUuid } from "../support/routes.ts";

test.describe.configure({ mode: "serial" });
let server: ConsoleServer;
test.beforeAll(async () => {
  server = await startConsole();
});
test.afterAll(async () => {
  await server?.stop();
});

const armored = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----\n";
const bodies: Record<string, unknown> = {
  "POST tickets": { kind: "exec", cluster: "fleet", node: "alpha", uuid: sampleUuid, app: "web", command: ["sh"] },
  "POST agents": { name: "omega", address: "127.0.0.1:1" },
  "POST clusters": { name: "omega", kubeconfig: "contexts: []" },
  "PUT clusters/[name]/token": { token: "secret" },
  "POST kubeconfig": { kubeconfig: "contexts: []" },
  "POST users": { user: "omega", role: "viewer" },
  "PATCH users/[name]": { groups: ["viewer"] },
  [`POST ${N}/pods`]: { apps: [{ image: "nope" }] },
  [`POST ${N}/pods/plan`]: { apps: [{ image: "nope" }] },
  [`POST ${N}/pods/[uuid]/stop`]: {},
  [`POST ${N}/images/gc`]: { dryRun: false },
  [`POST ${N}/images/fetch`]: { source: "docker://127.0.0.1:1/nope" },
  [`POST ${N}/trust/review`]: { from: { kind: "text", text: armored } },
  [`POST ${N}/trust/keys`]: { armored, fingerprint: "0".repeat(40), prefix: null },
  [`POST ${N}/trust/masks`]: { fingerprint: "0".repeat(40), prefix: null },
  [`POST ${N}/registries/test`]: { host: "registry.invalid" },
  [`PUT ${N}/registries/[host]`]: {},
  "POST c/[cluster]/objects/[kind]/actions": { action: "delete", targets: [{ namespace: "default", name: "omega" }] },
};
const queries: Record<string, string> = {
  [`GET ${N}/registries/[host]/tags`]: "?repository=team/app",
  [`GET ${N}/registries/[host]/image`]: "?repository=team/app&reference=1",
};
const nameOf = ({ method, file }: ApiRoute) => `${method} ${file.replace(/^api\//, "").replace(/\/route\.ts$/, "")}`;
const routes = apiRoutes();
const call = (user: HttpUser, route: ApiRoute, headers: Record<string, string> = {}) => {
  const body = bodies[nameOf(route)];
  return user.call(route.method, route.url + (queries[nameOf(route)] ?? ""), { body, headers });
};

test("every route is in the table of what it needs, and the table has no other", () => {
  expect(routes.map(nameOf).sort()).toEqual(Object.keys(needs).sort());
});

/** Headers by which proxies and frameworks were talked past their own checks. */
const tricks: Record<string, Record<string, string>> = {
  none: {},
  "middleware subrequest": { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
  "src middleware subrequest": { "x-middleware-subrequest": "src/middleware" },
  "middleware rewrite": {
    "x-middleware-rewrite": "/sign-in",
    "x-middleware-next": "1",
    "x-middleware-override-headers": "cookie",
  },
  "forwarded for": { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1", forwarded: "for=127.0.0.1" },
  "own headers": { "x-craton-address": "127.0.0.1", "x-craton-request-id": "x", "x-nonce": "x" },
  "other url": {
    "x-original-url": "/sign-in",
    "x-rewrite-url": "/sign-in",
    "x-matched-path": "/sign-in",
    "x-invoke-path": "/sign-in",
  },
  "next data": { "x-nextjs-data": "1", rsc: "1", "next-router-prefetch": "1" },
  "an id that nobody has": { cookie: `craton=${"A".repeat(43)}` },
  "two cookies": { cookie: `craton=; craton=${"A".repeat(43)}; __Host-craton=${"A".repeat(43)}` },
};

for (const [trick, headers] of Object.entries(tricks)) {
  test(`strangers reach nothing but sign-in: ${trick}`, async () => {
    const stranger = new HttpUser(server.url);
    for (const route of routes) {
      if (needs[nameOf(route)] === "stranger") continue;
      const answer = await call(stranger, route, headers);
      expect([nameOf(route), answer.status]).toEqual([nameOf(route), 401]);
      expect(answer.body).toMatchObject({ code: "unauthenticated" });
    }
    for (const page of pages()) {
      const answer = await stranger.call("GET", page, { headers });
      // Asked for a part of it without its mark, Next redirects to the mark.
      if (page === "/sign-in") expect([200, 307]).toContain(answer.status);
      else {
        expect([page, answer.status]).toEqual([page, 302]);
        expect(answer.headers.get("location")).toMatch(/^\/sign-in(\?next=%2F|$)/);
        expect(answer.text).toBe("");
      }
    }
    for (const [path, protocol] of sockets) {
      await expect(stranger.socket(path, protocol, headers)).rejects.toThrow("status 401");
    }
  });
}

const sockets = [
  ["/ws/live", "craton.live.v1"],
  ["/ws/exec?ticket=x", "craton.stdio.v1"],
  ["/ws/logs?ticket=x", "craton.logs.v1"],
] as const;

test("addresses beside the routes are as closed", async () => {
  const stranger = new HttpUser(server.url);
  const beside = [
    "/api",
    "/api/",
    "/api/nope",
    "/_next/image?url=%2Fx&w=1&q=1",
    "/_next/data/x/index.json",
    "/c/fleet",
    "/nope",
  ];
  for (const path of [...beside, "/%2e%2e/api/audit", "/sign-in/../api/audit", "/_next/static/..%2f..%2fapi/audit"]) {
    const { status } = await stranger.call("GET", path);
    expect([path, [302, 401].includes(status)]).toEqual([path, true]);
  }
  for (const path of ["/healthz", "/favicon.ico"])
    expect([path, (await stranger.call("GET", path)).status]).toEqual([path, 200]);
  expect((await stranger.call("GET", "/healthz?x")).status).toBe(302);
  for (const method of ["OPTIONS", "PROPFIND"]) {
    expect([method, (await stranger.call(method, "/api/audit")).status]).toEqual([method, 405]);
  }
  for (const method of ["PUT", "PATCH"]) {
    expect([method, (await stranger.call(method, "/api/audit")).status]).toEqual([method, 401]);
    expect([method, (await stranger.call(method, "/c/fleet/pods")).status]).toEqual([method, 405]);
  }
  expect((await stranger.call("POST", "/c/fleet/pods", { headers: { "next-action": "x" } })).status).toBe(405);
  for (const path of ["/", "/api/session", "/ws/other", "/_next/hmr"]) {
    await expect(stranger.socket(path, "x")).rejects.toThrow(/hang up|reset/);
  }
});

test("another host name, another origin, another site", async () => {
  const admin = await server.user("admin", "origin-admin");
  const stop = `/api/c/fleet/nodes/alpha/pods/${sampleUuid}/stop`;
  const write = (headers: Record<string, string>) => admin.call("POST", stop, { body: {}, headers });
  expect((await write({})).body.code).toBe("pod-not-found");
  expect((await write({ origin: "http://evil.example" })).body.code).toBe("bad-origin");
  expect((await write({ origin: "null" })).body.code).toBe("bad-origin");
  expect((await write({ origin: "" })).body.code).toBe("bad-origin");
  expect((await write({ "sec-fetch-site": "same-site" })).body.code).toBe("bad-origin");
  expect((await admin.call("GET", "/api/audit", { headers: { "sec-fetch-site": "cross-site" } })).body.code).toBe(
    "bad-origin",
  );
  await expect(admin.socket("/ws/live", "craton.live.v1", { origin: "http://evil.example" })).rejects.toThrow(
    "status 403",
  );
  await expect(admin.socket("/ws/live", "craton.live.v1", { host: "evil.example" })).rejects.toThrow("status 421");
});

test("the page's token: none, another session's, and the refusal in the audit log", async () => {
  const admin = await server.user("admin", "token-admin");
  const other = await server.user("admin", "token-other");
  const stop = `/api/c/fleet/nodes/alpha/pods/${sampleUuid}/stop`;
  const none = await admin.call("POST", stop, { body: {}, token: null });
  expect([none.status, none.body.code]).toEqual([403, "bad-csrf"]);
  expect((await admin.call("POST", stop, { body: {}, token: other.csrf })).body.code).toBe("bad-csrf");
  const audit = await admin.call("GET", "/api/audit?user=token-admin&outcome=refused");
  expect(audit.body.entries).toHaveLength(2);
  expect(audit.text).toContain(String(none.body.requestId));
});

test("who must choose a password first may do nothing else", async () => {
  const made = await server.admin("POST", "/users", { user: "newcomer", role: "admin" });
  const user = new HttpUser(server.url);
  expect((await user.signIn("newcomer", String(made.password))).body).toMatchObject({ mustChangePassword: true });
  for (const route of routes) {
    if (["GET session", "POST session", "DELETE session", "POST session/password"].includes(nameOf(route))) continue;
    const answer = await call(user, route);
    expect([nameOf(route), answer.status, answer.body.code]).toEqual([nameOf(route), 403, "password-change-needed"]);
  }
  for (const page of pages().filter((one) => one !== "/sign-in")) {
    expect([page, (await user.call("GET", page)).status]).toEqual([page, 302]);
  }
  for (const [path, protocol] of sockets) await expect(user.socket(path, protocol)).rejects.toThrow("status 403");
  expect((await user.call("GET", "/sign-in")).status).toBe(200);
  expect((await user.changePassword(String(made.password), "newcomer")).body.code).toBe("weak-password");
  expect((await user.call("DELETE", "/api/session")).status).toBe(204);
});

for (const role of ["viewer", "auditor", "editor", "admin"] as Role[]) {
  test(`the role ${role} does what the table says, on every route`, async () => {
    const user = await server.user(role);
    const may = (verb: Verb, noun: Noun) =>
      allowed().some((one) => one.role === role && one.verb === verb && one.noun === noun);
    for (const route of routes) {
      const need = needs[nameOf(route)] ?? "any";
      // Sign-out and the own password belong to everybody, and would end this walk.
      if (typeof need === "string") continue;
      const answer = await call(user, route);
      const refused = answer.status === 403 && answer.body.code === "forbidden";
      expect([nameOf(route), refused, answer.status]).toEqual([nameOf(route), !may(...need), answer.status]);
      expect([nameOf(route), answer.status < 500 || answer.status === 502]).toEqual([nameOf(route), true]);
    }
    const refusals = await (await server.user("auditor", `reads-${role}`)).call(
      "GET",
      `/api/audit?user=${role}-user&outcome=refused&text=does%20not%20include&limit=500`,
    );
    const expected = routes.filter((route) => {
      const need = needs[nameOf(route)] ?? "any";
      return typeof need !== "string" && !may(...need);
    });
    expect(refusals.body.entries).toHaveLength(expected.length);
  });
}

test("answers carry what browsers need to keep others out, and nothing that helps them in", async () => {
  const viewer = await server.user("viewer", "header-viewer");
  const page = await viewer.call("GET", "/c/fleet/pods");
  expect(page.status).toBe(200);
  const policy = page.headers.get("content-security-policy") ?? "";
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  const scripts = [...page.text.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  expect(scripts.length).toBeGreaterThan(0);
  for (const tag of scripts) expect(tag).toContain(`nonce="${nonce}"`);
  const again = await viewer.call("GET", "/c/fleet/pods");
  expect(again.headers.get("content-security-policy")).not.toContain(nonce);
  for (const answer of [page, await viewer.call("GET", "/api/session"), await viewer.call("GET", "/api/nope")]) {
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(answer.headers.get("cross-origin-resource-policy")).toBe("same-origin");
    expect(answer.headers.get("cache-control")).toContain("no-store");
    expect(answer.headers.get("x-powered-by")).toBeNull();
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  }
});
