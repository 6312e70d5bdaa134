/**
 * Who may list what in one cluster. The API server decides, asked as the user; nothing that it said of one user is ever used
 * for another. A change of roles or bindings is heard of through the index, and everything in use is asked again every 2 s, so
 * that what other authorisers take away goes within 5 s too.
 */
import type { KubeConnection } from "../../api/kube/connection.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { Scope } from "../index/scope.ts";
import { Gate } from "./gate.ts";
import type { Subject } from "./kube-cluster.ts";
import type { Candidates } from "./rights-round.ts";
import { type ListedKind, type ScopeListener, SubjectRights } from "./subject-rights.ts";

export type AuthoriserParts = {
  /** `KubeCluster.as`. */
  as(subject: Subject): KubeConnection;
  /** `KubeCluster.kind`. */
  kind(subject: Subject, name: string): KubeKind;
  /** `IndexService.candidates` of the user's index. */
  candidates(subject: Subject, subjects: string[]): Promise<Candidates>;
};

/** Questions that are open at a time, of all users together. */
const mostAtOnce = 16;
/** Bindings often change several at a time. */
const settleMs = 150;
const forgetMs = 60_000;

export class Authoriser {
  private readonly parts: AuthoriserParts;
  private readonly gate = new Gate(mostAtOnce);
  private readonly subjects = new Map<string, SubjectRights>();
  private readonly timer: NodeJS.Timeout;
  private settling: NodeJS.Timeout | null = null;

  constructor(parts: AuthoriserParts) {
    this.parts = parts;
    this.timer = setInterval(() => this.forget(), forgetMs);
    this.timer.unref();
  }

  /** By kind, what the user may list and watch. Throws what `as` throws, and `unavailable` when it cannot be asked. */
  scope(subject: Subject, kind: ListedKind): Promise<Scope> {
    return this.rights(subject).scope(kind);
  }

  /** Calls when the answer is no longer `known`; the answer ends it. */
  watch(subject: Subject, kind: ListedKind, known: Scope, listener: ScopeListener): () => void {
    return this.rights(subject).watch(kind, known, listener);
  }

  /** RBAC objects changed, as `IndexService.onRights` says: all that are in use are asked for anew. */
  changed(): void {
    this.settling ??= setTimeout(() => {
      this.settling = null;
      for (const rights of this.subjects.values()) rights.changed();
    }, settleMs);
  }

  /** One user's credential changed. */
  changedFor(user: string): void {
    for (const [key, rights] of this.subjects) if (key.startsWith(`${user}\n`)) rights.changed();
  }

  /** Those who still listen are told that there is nothing more to see. */
  close(): void {
    clearInterval(this.timer);
    if (this.settling !== null) clearTimeout(this.settling);
    for (const rights of this.subjects.values()) rights.close();
    this.subjects.clear();
  }

  private rights(subject: Subject): SubjectRights {
    const { user, role } = subject;
    // No user's name holds a line break. Groups are looked up for each question, so that none is asked with those of before.
    const key = `${user}\n${role}`;
    const known = this.subjects.get(key);
    if (known) return known;
    const own = { user, role };
    const made = new SubjectRights({
      round: () => ({
        connection: this.parts.as(own),
        gate: this.gate,
        candidates: (subjects) => this.parts.candidates(own, subjects),
      }),
      kind: (name) => this.parts.kind(own, name),
    });
    this.subjects.set(key, made);
    return made;
  }

  private forget(): void {
    const before = Date.now() - forgetMs;
    for (const [key, rights] of this.subjects) if (rights.isUnusedSince(before)) this.subjects.delete(key);
  }
}
