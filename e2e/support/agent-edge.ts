/**
 * The agent's HTTP edge on a free port with services that only remember what they were asked, for tests of the edge
 * itself. Real TLS, real certificates, real assertions.
 */
import { readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Durations } from "../../agent/http/durations.ts";
import { Metrics } from "../../agent/http/metrics.ts";
import { ReplayCache } from "../../agent/http/replay.ts";
import { allEndpoints } from "../../agent/http/routes.ts";
import { type HttpOptions, startHttp } from "../../agent/http/server.ts";
import type { Services } from "../../agent/http/services.ts";
import { Trust } from "../../agent/http/trust.ts";
import { ensureCertificates } from "../../bin/certs.mjs";
import { claimsFor, localSigner } from "../../lib/api/agent/assertion.ts";
import { createAgentClient } from "../../lib/api/agent/client.ts";
import type { AssertionClaims } from "../../lib/contract/assertion.ts";
import type { Role } from "../../lib/contract/roles.ts";

export type Tls = { ca: string; cert: string; key: string };
export type Answer = {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  body: { code?: string } & Record<string, unknown>;
};
export type Ask = {
  method?: string;
  path?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  tls?: Partial<Tls>;
  /** An assertion for this role is added; null adds none. Default admin. */
  as?: Role | null;
};
export type LogEntry = { level: string; message: string } & Record<string, unknown>;

export async function startEdge(services: Services, more: Partial<HttpOptions> = {}) {
  const state = await mkdtemp(join(tmpdir(), "craton-edge-"));
  const node = "node-a";
  ensureCertificates({ state, node, listen: "127.0.0.1:0" });
  const read = (path: string) => readFileSync(join(state, path), "utf8");
  const clientTls = (folder: string): Tls => ({
    ca: read(`${folder}/ca.crt`),
    cert: read(`${folder}/client.crt`),
    key: read(`${folder}/client.key`),
  });
  const tls = clientTls("console/tls");
  const sign = localSigner(read("console/tls/assertion.key"));
  const durations = new Durations();
  const log: LogEntry[] = [];
  const trust = new Trust(join(state, "agent/trust"));
  const endpoints = allEndpoints(new Metrics(durations, "test"), "test");
  const replay = new ReplayCache();
  const server = await startHttp({
    listen: { host: "127.0.0.1", port: 0 },
    tls: { ca: read("agent/tls/ca.crt"), cert: read("agent/tls/server.crt"), key: read("agent/tls/server.key") },
    verifier: {
      node,
      key: (name) => trust.key(name),
      peer: (name) => trust.peer(name),
      replay,
      now: Date.now,
      startedAt: Date.now(),
    },
    services,
    endpoints,
    durations,
    log: (level, message, fields) => void log.push({ ...fields, level, message }),
    ...more,
  });
  const { port } = server.address;
  const claims = (role: Role, change: Partial<AssertionClaims> = {}): AssertionClaims => ({
    ...claimsFor({ user: "ada", role }, "console", node),
    ...change,
  });
  const bearer = (role: Role, change: Partial<AssertionClaims> = {}) => `Bearer ${sign(claims(role, change))}`;

  /** One request on a connection of its own; rejects with the socket's error when there is no answer. */
  const ask = ({ method = "GET", path = "/v1/node", headers = {}, body, tls: own, as = "admin" }: Ask = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const authorization = as === null ? {} : { authorization: bearer(as) };
      const req = request({
        ...{ host: "127.0.0.1", port, servername: node, agent: false, method, path },
        ...{ ...tls, ...own },
        headers: { ...authorization, ...headers },
      });
      req.once("error", reject);
      req.once("response", (res) => {
        let text = "";
        res.setEncoding("utf8");
        res.on("data", (part: string) => {
          text += part;
        });
        res.once("error", reject);
        res.once("end", () => resolve({ status: res.statusCode ?? 0, headers: res.headers, text, body: parse(text) }));
      });
      req.end(body);
    });

  return {
    ...{ state, node, port, tls, sign, claims, bearer, ask, log, endpoints, replay, server },
    cliTls: () => clientTls("cli"),
    client: () => createAgentClient({ address: `127.0.0.1:${port}`, node, tls, sign }),
    async stop() {
      await server.close();
      rmSync(state, { recursive: true, force: true });
    },
  };
}
export type Edge = Awaited<ReturnType<typeof startEdge>>;

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}
