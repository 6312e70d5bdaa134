/** What console.db keeps of clusters: those that were added in Settings, and users' own tokens, all secrets sealed. */
import type { ClusterAccess } from "../../contract/clusters.ts";
import { CratonError } from "../../contract/errors.ts";
import type { Database } from "../store/database.ts";
import type { SecretBox } from "./secret-box.ts";

export type StoredCluster = {
  name: string;
  owner: string;
  access: Extract<ClusterAccess, "single-user" | "token">;
  context: string;
  kubeconfig: string;
};
/** `why`: its secret cannot be opened. */
export type LostCluster = Omit<StoredCluster, "kubeconfig"> & { kubeconfig: null; why: string };

export class ClusterStore {
  private readonly db: Database;
  private readonly box: SecretBox;
  constructor(db: Database, box: SecretBox) {
    this.db = db;
    this.box = box;
  }

  list(): (StoredCluster | LostCluster)[] {
    return this.db
      .prepare("select * from clusters order by name")
      .all()
      .map((row) => {
        const [name, owner, context] = [String(row.name), String(row.owner), String(row.context)];
        const facts = { name, owner, context, access: row.access as StoredCluster["access"] };
        try {
          return { ...facts, kubeconfig: this.box.open(String(row.kubeconfig), placeOf(facts)) };
        } catch (error) {
          return { ...facts, kubeconfig: null, why: error instanceof Error ? error.message : "unknown" };
        }
      });
  }

  /** `conflict` when the name is taken. */
  add(cluster: StoredCluster): void {
    const { name, owner, access, context } = cluster;
    const sealed = this.box.seal(cluster.kubeconfig, placeOf(cluster));
    const done = this.db
      .prepare(
        "insert or ignore into clusters (name, owner, access, context, kubeconfig, created_at) values (?, ?, ?, ?, ?, ?)",
      )
      .run(name, owner, access, context, sealed, Date.now());
    if (done.changes === 0) throw new CratonError("conflict", { what: "cluster", value: name });
  }

  /** With all tokens. False when it was not there. */
  remove(name: string): boolean {
    return this.db.prepare("delete from clusters where name = ?").run(name).changes > 0;
  }

  hasToken(cluster: string, user: string): boolean {
    return (
      this.db.prepare("select 1 from cluster_tokens where cluster = ? and user = ?").get(cluster, user) !== undefined
    );
  }

  /** Null when the user has none here; `unavailable` when it cannot be opened. */
  token(cluster: string, user: string): string | null {
    const row = this.db.prepare("select token from cluster_tokens where cluster = ? and user = ?").get(cluster, user);
    return row ? this.box.open(String(row.token), [user, "the token", cluster]) : null;
  }

  setToken(cluster: string, user: string, token: string): void {
    const sealed = this.box.seal(token, [user, "the token", cluster]);
    this.db
      .prepare("insert or replace into cluster_tokens (cluster, user, token) values (?, ?, ?)")
      .run(cluster, user, sealed);
  }

  removeToken(cluster: string, user: string): boolean {
    return this.db.prepare("delete from cluster_tokens where cluster = ? and user = ?").run(cluster, user).changes > 0;
  }
}

/** The owner and the way of access are part of the place: they decide who may use the secret. */
function placeOf({ name, owner, access, context }: Omit<StoredCluster, "kubeconfig">): string[] {
  return [name, owner, access, context];
}
