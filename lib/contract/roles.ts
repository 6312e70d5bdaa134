/**
 * Who may do what: one table, role × verb × noun, enforced by agent and console both.
 * What is not in the table is refused.
 */
import { z } from "zod";

export const role = z.enum(["admin", "editor", "viewer", "auditor"]);
export type Role = z.infer<typeof role>;

export type Noun =
  | "node"
  | "pod"
  | "image"
  /** Keys that may vouch for images. */
  | "trust"
  /** A node's settings of registries. What is in a registry is seen by those who may fetch from it. */
  | "registry"
  | "log"
  | "exec"
  | "event"
  | "metrics"
  | "audit"
  | "user"
  | "session"
  | "agent"
  /** A Kubernetes cluster in the console's list. */
  | "cluster"
  /** Objects of Kubernetes clusters: the API server decides too, with the user's own right. */
  | "object";
export type Verb =
  | "list"
  | "get"
  | "create"
  | "start"
  | "stop"
  | "remove"
  | "fetch"
  | "upload"
  /** Reads all bytes of an image again and repairs what differs. */
  | "verify"
  | "open"
  | "update"
  | "scale"
  | "restart"
  | "cordon"
  /** Extra rights that a creation may need. */
  | "use-host-path"
  | "use-host-network"
  | "add-capability"
  | "allow-unsigned"
  /** The insecure options `tls`, `http` and `pubkey`. */
  | "allow-insecure"
  | "fetch-path";

const read: Partial<Record<Noun, Verb[]>> = {
  node: ["list", "get"],
  pod: ["list", "get"],
  image: ["list", "get"],
  trust: ["list"],
  registry: ["list"],
  event: ["list"],
  log: ["get"],
  metrics: ["get"],
  cluster: ["list"],
  object: ["list", "get"],
};

const table: Record<Role, Partial<Record<Noun, Verb[]>>> = {
  viewer: { ...read, session: ["update"] },
  /** Auditors read everything and the audit log, and change nothing. */
  auditor: { ...read, audit: ["list"], session: ["update"] },
  editor: {
    ...read,
    pod: ["list", "get", "create", "start", "stop", "remove"],
    image: ["list", "get", "fetch", "upload", "verify", "remove"],
    exec: ["open"],
    object: ["list", "get", "remove", "scale", "restart", "cordon"],
    session: ["update"],
  },
  admin: {
    ...read,
    pod: ["list", "get", "create", "start", "stop", "remove", "use-host-path", "use-host-network", "add-capability"],
    image: ["list", "get", "fetch", "upload", "verify", "remove", "allow-unsigned", "allow-insecure", "fetch-path"],
    trust: ["list", "create", "remove"],
    registry: ["list", "update", "remove"],
    exec: ["open"],
    audit: ["list"],
    user: ["list", "get", "create", "update", "remove"],
    /** The console's list of agents. */
    agent: ["list", "create", "remove"],
    cluster: ["list", "get", "create", "remove"],
    object: ["list", "get", "remove", "scale", "restart", "cordon"],
    session: ["update"],
  },
};

/** `null` when allowed, otherwise the reason in words. */
export function may(who: Role, verb: Verb, noun: Noun): string | null {
  return table[who][noun]?.includes(verb) ? null : `the role ${who} does not include ${verb} on ${noun}`;
}

/** Every triple that is allowed, for tests and for the documentation. */
export function allowed(): { role: Role; noun: Noun; verb: Verb }[] {
  return role.options.flatMap((r) =>
    Object.entries(table[r]).flatMap(([noun, verbs]) => verbs.map((verb) => ({ role: r, noun: noun as Noun, verb }))),
  );
}
