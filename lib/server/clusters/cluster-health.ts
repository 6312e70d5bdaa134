/** Whether an API server answers and which version it is, asked again when somebody looks and the answer is old. */
import { z } from "zod";
import { connectKube } from "../../api/kube/connect.ts";
import type { KubeConnection } from "../../api/kube/connection.ts";
import type { KubeSource } from "../../api/kube/kube-source.ts";
import { isCratonError } from "../http/craton-error.ts";

export type Health = { state: "ready" | "starting" | "down"; why: string | null; version: string | null };

const freshMs = 15_000;
const askMs = 10_000;
const versionAnswer = z.object({ gitVersion: z.string().max(100) });

export class ClusterHealth {
  private last: Health = { state: "starting", why: "it has not been asked yet", version: null };
  private askedAt = Number.NEGATIVE_INFINITY;
  private readonly isNobody: boolean;
  private readonly changed: () => void;
  private connection: KubeConnection | null = null;

  /** `isNobody`: asked without a credential. */
  constructor(isNobody: boolean, changed: () => void) {
    this.isNobody = isNobody;
    this.changed = changed;
  }

  /** The last answer at once; a new one is asked for behind it, on one connection: each new one may start a program. */
  get(source: KubeSource): Health {
    if (performance.now() - this.askedAt > freshMs) {
      this.askedAt = performance.now();
      void this.ask(source);
    }
    return this.last;
  }

  /** Another server or credential, or none any more: the next look asks at once. */
  reset(): void {
    this.askedAt = Number.NEGATIVE_INFINITY;
    this.connection?.close();
    this.connection = null;
  }

  private async ask(source: KubeSource): Promise<void> {
    let next: Health;
    let asked: KubeConnection | null = null;
    try {
      asked = this.connection ??= connectKube(source);
      const { state, why, version } = await askHealth(asked, this.isNobody);
      next = { state, why, version };
    } catch (error) {
      next = { state: "down", why: wordsOf(error), version: null };
    }
    // What was asked of another server says nothing of this one.
    if (asked !== this.connection) return;
    const isNew = JSON.stringify(next) !== JSON.stringify(this.last);
    this.last = next;
    if (isNew) this.changed();
  }
}

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : "unknown");

/** `isNobody`: the connection has no credential, only users have one. `error`: why it is down. */
export async function askHealth(connection: KubeConnection, isNobody: boolean): Promise<Health & { error: unknown }> {
  try {
    const answer = await connection.json({ path: "/version", timeoutMs: askMs }, 64 * 1024);
    const version = versionAnswer.safeParse(answer).data?.gitVersion ?? null;
    return { state: "ready", why: null, version, error: null };
  } catch (error) {
    // A server that refuses is there; without a token nobody is known to it yet.
    const isThere =
      isCratonError(error) && (error.code === "kube-forbidden" || (isNobody && error.code === "cluster-auth"));
    if (isThere) return { state: "ready", why: null, version: null, error: null };
    return { state: "down", why: wordsOf(error), version: null, error };
  }
}
