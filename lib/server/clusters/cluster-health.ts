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
  private readonly changed: () => void;

  constructor(changed: () => void) {
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
    const next = await askHealth(source);
    const isNew = JSON.stringify(next) !== JSON.stringify(this.last);
    this.last = next;
    if (isNew) this.changed();
  }
}

export async function askHealth(source: KubeSource): Promise<Health> {
  try {
    const connection = connectKube(source);
    try {
      const answer = await connection.json({ path: "/version", timeoutMs: askMs }, 64 * 1024);
      const { gitVersion } = versionAnswer.parse(answer);
      return { state: "ready", why: null, version: gitVersion };
    } finally {
      connection.close();
    }
  } catch (error) {
    // A server that refuses is there.
    if (isCratonError(error) && error.code === "kube-forbidden") return { state: "ready", why: null, version: null };
    return { state: "down", why: error instanceof Error ? error.message : "unknown", version: null };
  }
}
