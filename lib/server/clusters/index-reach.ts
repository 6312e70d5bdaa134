/**
 * What an index with one user's own credential may read: it watches where that user may list, and nothing else. A credential
 * that may list everything is told nothing, and reads everything.
 */
import type { KubeKind } from "../../contract/kube-kind.ts";
import { isCratonError } from "../http/craton-error.ts";
import { type KindScope, type Scope, scopeKey } from "../index/scope.ts";
import type { IndexService } from "../index/service.ts";

type Reader = Pick<IndexService, "kinds" | "onKinds" | "onRights" | "setReach"> & {
  /** 0 while somebody looks at it. */
  readonly idleMs: number;
};

/** Rights of a credential change seldom; windows are checked apart from this, every 2 s. */
const everyMs = 15_000;
/** At its start an index does not know the namespaces yet: what could not be asked is asked again, so often at most. */
const againMs = 1_000;
const mostAgain = 30;

export class IndexReach {
  private readonly index: Reader;
  private readonly scope: (kind: KubeKind) => Promise<Scope>;
  private readonly cancel: (() => void)[];
  private readonly timer: NodeJS.Timeout;
  private again: NodeJS.Timeout | null = null;
  private tries = 0;
  private told = "";
  private isAsking = false;
  /** Kinds or rights changed while it was asked. */
  private isOld = false;
  private isClosed = false;

  /** `scope` asks the API server as the index's own user. */
  constructor(index: Reader, scope: (kind: KubeKind) => Promise<Scope>) {
    this.index = index;
    this.scope = scope;
    this.cancel = [index.onKinds(() => void this.look()), index.onRights(() => void this.look())];
    // Asking is using: an index that nobody looks at must not be kept alive by this.
    this.timer = setInterval(() => {
      if (index.idleMs === 0) void this.look();
    }, everyMs).unref();
  }

  close(): void {
    clearInterval(this.timer);
    if (this.again !== null) clearTimeout(this.again);
    this.isClosed = true;
    for (const end of this.cancel) end();
  }

  private async look(): Promise<void> {
    this.isOld = this.isAsking;
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      const plain = this.index.kinds().filter(({ of }) => of === undefined);
      if (plain.length > 0) this.tell(await this.ask(plain));
    } catch (error) {
      // What cannot be asked now stays as it was; the index itself tells that the API server is away.
      if (!isCratonError(error)) throw error;
      this.askAgain();
    } finally {
      this.isAsking = false;
    }
    if (this.isOld && !this.isClosed) await this.look();
  }

  private askAgain(): void {
    if (this.isClosed || this.told !== "" || this.again !== null || this.tries++ >= mostAgain) return;
    this.again = setTimeout(() => {
      this.again = null;
      void this.look();
    }, againMs).unref();
  }

  private async ask(kinds: readonly KubeKind[]): Promise<Scope> {
    const scopes = await Promise.all(kinds.map((kind) => this.scope(kind)));
    const reach: Record<string, KindScope> = {};
    for (const [at, { name }] of kinds.entries()) reach[name] = scopes[at]?.[name] ?? "none";
    return reach;
  }

  private tell(reach: Scope): void {
    const isAll = Object.values(reach).every((one) => one === "all");
    const key = isAll ? "all" : scopeKey(reach);
    if (key === this.told) return;
    this.told = key;
    this.index.setReach(isAll ? null : reach);
  }
}
