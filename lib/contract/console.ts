/** Bodies of the console's own HTTP API (lib/paths.ts names its URLs). Agent objects pass through as their own schemas. */
import { z } from "zod";
import { acName, nodeName, podUuid } from "./ids.ts";
import { nodeFacts, nodeUsage } from "./node.ts";
import { role } from "./roles.ts";

export const signIn = z.strictObject({ user: z.string().min(1).max(64), password: z.string().min(1).max(1024) });

/** GET /api/session (401 without one), and the answer to a sign-in. `csrf` goes into `x-csrf-token` of every write. */
export const session = z.object({
  user: z.string(),
  role,
  csrf: z.string(),
  mustChangePassword: z.boolean(),
  expiresAt: z.iso.datetime(),
  readOnly: z.boolean(),
  version: z.string(),
});
export type Session = z.infer<typeof session>;

export const passwordChange = z.strictObject({ current: z.string().max(1024), next: z.string().max(1024) });

/** POST /api/tickets: a one-time ticket, good for 30 s, for a terminal or a log follower's own socket. */
export const ticketRequest = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("exec"),
    cluster: z.string(),
    node: nodeName,
    uuid: podUuid,
    app: acName,
    command: z.array(z.string()).max(256).default([]),
    tty: z.boolean().default(true),
    columns: z.number().int().min(1).max(1000).default(80),
    rows: z.number().int().min(1).max(1000).default(24),
  }),
  z.strictObject({
    kind: z.literal("logs"),
    cluster: z.string(),
    node: nodeName,
    uuid: podUuid,
    app: acName,
    tail: z.number().int().min(0).max(1_000_000).default(1000),
  }),
]);
export type TicketRequest = z.infer<typeof ticketRequest>;
export const ticket = z.object({ ticket: z.string() });

/** One entry of the audit log. `hash` = SHA-256 over `previous` and the canonical JSON of the rest. */
export const auditEntry = z.object({
  seq: z.number().int(),
  time: z.iso.datetime(),
  user: z.string(),
  role: z.string(),
  address: z.string(),
  action: z.string(),
  object: z.string(),
  node: z.string().nullable(),
  outcome: z.enum(["allowed", "refused", "failed"]),
  details: z.record(z.string(), z.unknown()),
  requestId: z.string(),
  previous: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** GET /api/audit?user=&action=&outcome=&text=&before=SEQ&limit= */
export const auditPage = z.object({
  entries: z.array(auditEntry),
  next: z.number().int().nullable(),
  verified: z.object({ ok: z.boolean(), entries: z.number().int(), why: z.string().nullable() }),
});
export type AuditPage = z.infer<typeof auditPage>;

/** An agent known to the console. */
export const agentEntry = z.object({
  name: nodeName,
  address: z.string().regex(/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, "must be HOST:PORT"),
});
export type AgentEntry = z.infer<typeof agentEntry>;

const pem = (label: string) =>
  z
    .string()
    .max(16_384)
    .regex(new RegExp(`^\\s*-----BEGIN ${label}-----`), `must be PEM and begin with BEGIN ${label.replace("?", "")}`);

/** What proves the console to an agent of another authority: the files of that node's STATE/console/tls. */
export const agentCredentials = z.strictObject({
  ca: pem("CERTIFICATE"),
  certificate: pem("CERTIFICATE"),
  key: pem("(EC |RSA )?PRIVATE KEY"),
  assertionKey: pem("PRIVATE KEY"),
});
export type AgentCredentials = z.infer<typeof agentCredentials>;

/** POST /api/agents. Without credentials the console's own are used. */
export const agentCreate = agentEntry.extend({ credentials: agentCredentials.optional() });
export type AgentCreate = z.infer<typeof agentCreate>;

/** GET /api/c/CLUSTER/nodes: the registered agents and how their streams are. */
export const nodeList = z.object({
  nodes: z.array(
    agentEntry.extend({
      state: z.enum(["live", "connecting", "down"]),
      /** ms since the epoch of the last word from the agent. */
      asOf: z.number().nullable(),
      why: z.string().nullable(),
    }),
  ),
});
export type NodeList = z.infer<typeof nodeList>;

/** GET /api/c/CLUSTER/nodes/NODE: what the agent says of its node now. */
export const nodeDetail = z.object({ facts: nodeFacts, usage: nodeUsage.nullable() });
export type NodeDetail = z.infer<typeof nodeDetail>;

/** GET /api/agents and the answers to POST and DELETE (administrators). */
export const agentList = z.object({ agents: z.array(agentEntry) });
export type AgentList = z.infer<typeof agentList>;

/** Users as administrators see them. */
export const userEntry = z.object({
  user: z.string(),
  role,
  /** Groups on clusters that are acted on by impersonation; none is allowed. */
  groups: z.array(role),
  /** They were chosen for this user; else they follow the role. */
  ownGroups: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type UserEntry = z.infer<typeof userEntry>;
