/**
 * The one server context. The custom server makes it and puts it on globalThis; Next bundles route handlers and pages
 * apart from the custom server, so this is where they meet. No module of lib/server keeps state of its own.
 */
import type { AuditEntry } from "../contract/console.ts";
import type { AgentRegistry } from "./agents/registry.ts";
import type { AuditLog } from "./audit/log.ts";
import type { AuditFilter, readAudit } from "./audit/query.ts";
import type { Verified } from "./audit/verify.ts";
import type { Clusters } from "./clusters/clusters.ts";
import type { Config } from "./config.ts";
import type { Index } from "./index/service.ts";
import type { Log } from "./log.ts";
import type { Sessions } from "./session/sessions.ts";
import type { Tickets } from "./session/tickets.ts";
import type { SocketRegistry } from "./socket/registry.ts";
import type { SignInGuard } from "./user/sign-in-guard.ts";
import type { Users } from "./user/users.ts";

export type ServerContext = {
  config: Config;
  /** TLS: cookies are Secure, origins https. */
  secure: boolean;
  log: Log;
  users: Users;
  signIns: SignInGuard;
  sessions: Sessions;
  tickets: Tickets;
  audit: {
    append: AuditLog["append"];
    read(filter: AuditFilter): ReturnType<typeof readAudit>;
    /** The whole log, oldest first. */
    all(): Iterable<AuditEntry>;
    /** A result of the last 30 s will do. */
    verified(): Promise<Verified>;
    verifyNow(): Promise<Verified>;
  };
  agents: AgentRegistry;
  /** The fleet's. */
  index: Index;
  /** Kubernetes clusters. */
  clusters: Clusters;
  sockets: SocketRegistry;
};

const place = Symbol.for("craton.server");
type Holder = { [place]?: ServerContext };

export function setContext(context: ServerContext): void {
  (globalThis as Holder)[place] = context;
}

/** Throws outside the custom server (`next start` alone serves nothing). */
export function getContext(): ServerContext {
  const context = (globalThis as Holder)[place];
  if (!context) throw new Error("the console runs only under its own server");
  return context;
}
