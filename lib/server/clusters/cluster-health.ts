/** Whether an API server answers and which version it is, asked again when somebody looks and the answer is old. */
import { z } from "zod";
import { connectKube } from "../../api/kube/connect.ts";
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

  /** `isNobody`: asked without a credential. */
  constructor(isNobody: boolean, changed: () => void) {
    this.isNobody = isNobody;
    this.changed = changed;
  }

  /** The last answer at once; a new one is asked for behind it. */
  get(source: KubeSource): Health {
    if (performance.now() - this.askedAt > freshMs) {
      this.askedAt = performance.now();
      void this.ask(source);
    }
    return this.last;
  }

  /** Another server or credential: the next look asks at once. */
  reset(): void {
    this.askedAt = Number.NEGATIVE_INFINITY;
  }

  private async ask(source: KubeSource): Promise<void> {
    const { state, why, version } = await askHealth(source, this.isNobody);
    const next = { state, why, version };
    const isNew = JSON.stringify(next) !== JSON.stringify(this.last);
    this.last = next;
    if (isNew) this.changed();
  }
}

/** `isNobody`: the source holds no credential, only users have one. `error`: why it is down. */
export async function askHealth(source: KubeSource, isNobody: boolean): Promise<Health & { error: unknown }> {
  try {
    const connection = connectKube(source);
    try {
      const answer = await connection.json({ path: "/version", timeoutMs: askMs }, 64 * 1024);
      const { gitVersion } = versionAnswer.parse(answer);
      return { state: "ready", why: null, version: gitVersion, error: null };
    } finally {
      connection.close();
    }
  } catch (error) {
    // A server that refuses is there; without a token nobody is known to it yet.
    const isThere =
      isCratonError(error) && (error.code === "kube-forbidden" || (isNobody && error.code === "cluster-auth"));
    if (isThere) return { state: "ready", why: null, version: null, error: null };
    return { state: "down", why: error instanceof Error ? error.message : "unknown", version: null, error };
  }
}
