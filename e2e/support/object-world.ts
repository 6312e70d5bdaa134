/** The data layer on a real control plane without a console around it: users of each role act by impersonation, the audit log is a list. */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { connectKube } from "../../lib/api/kube/connect.ts";
import type { KubeConnection } from "../../lib/api/kube/connection.ts";
import type { AuditEntry } from "../../lib/contract/console.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import type { KubeKind } from "../../lib/contract/kube-kind.ts";
import type { Role } from "../../lib/contract/roles.ts";
import type { Subject } from "../../lib/server/clusters/kube-cluster.ts";
import type { ServerContext } from "../../lib/server/context.ts";
import type { Actor } from "../../lib/server/data/actor.ts";
import { discover } from "../../lib/server/index/kube/discovery.ts";
import type { TestControlPlane } from "./control-plane.ts";

export type ObjectWorld = {
  context: ServerContext;
  kinds: KubeKind[];
  /** What was written down, oldest first. */
  entries: AuditEntry[];
  actor(role: Role): Actor;
  /** A manifest in a file of its own, for kubectl. */
  file(manifest: object): string;
  close(): void;
};

export async function objectWorld(plane: TestControlPlane): Promise<ObjectWorld> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-objects-"));
  const kubeconfig = fs.readFileSync(plane.kubeconfigs.impersonator, "utf8");
  const source = { cluster: "local", kubeconfig, context: null, isTrusted: true, closedPorts: [], token: null };
  const connections = new Map<string, KubeConnection>();
  const as = ({ user, role }: Subject): KubeConnection => {
    const known = connections.get(user) ?? connectKube(source, { user, groups: [`craton:${role}`] });
    connections.set(user, known);
    return known;
  };
  const kinds = await kindsOf(as({ user: "admin-user", role: "admin" }));
  const entries: AuditEntry[] = [];
  const cluster = {
    name: "local",
    as,
    kinds: () => kinds,
    kind: (_subject: Subject, name: string) => {
      const found = kinds.find((kind) => kind.name === name);
      if (!found) throw new CratonError("not-found", { what: "kind in cluster local", value: name });
      return found;
    },
  };
  const parts = {
    config: { readOnly: false },
    log: { error: (message: string, cause: unknown) => console.error(message, cause) },
    audit: {
      append: async (entry: Omit<AuditEntry, "seq" | "time">) => {
        const written = { ...entry, seq: entries.length + 1, time: new Date().toISOString() } as AuditEntry;
        entries.push(written);
        return written;
      },
    },
    clusters: { get: () => cluster },
  };
  return {
    context: parts as unknown as ServerContext,
    kinds,
    entries,
    actor: (role) => ({ user: `${role}-user`, role, address: "127.0.0.1", requestId: randomUUID(), session: "test" }),
    file(manifest) {
      const file = path.join(folder, `${randomUUID()}.json`);
      fs.writeFileSync(file, JSON.stringify(manifest));
      return file;
    },
    close() {
      for (const one of connections.values()) one.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** As discovery shows them; columns are the index's matter. */
async function kindsOf(connection: KubeConnection): Promise<KubeKind[]> {
  const { resources } = await discover(connection);
  return resources.map((one) => ({
    ...one,
    name: one.group === "" ? one.resource : `${one.resource}.${one.group}`,
    title: `${one.kind}s`,
    columns: [],
    status: "status",
    sort: [],
    section: "custom",
  }));
}
