/** Slows guessing: some free failures, then waits that double. In memory; a success or a long silence forgives. */
import { CratonError } from "../../contract/errors.ts";

type Record = { failures: number; until: number; last: number; told: boolean };

export type Limit = { free: number; longestMs: number };

export class RateLimit {
  private readonly records = new Map<string, Record>();
  private readonly limit: Limit;
  private readonly now: () => number;
  constructor(limit: Limit, now: () => number = Date.now) {
    this.limit = limit;
    this.now = now;
  }

  /** Seconds to wait, 0 when free to try. */
  wait(key: string): number {
    const record = this.records.get(key);
    return record ? Math.max(0, Math.ceil((record.until - this.now()) / 1000)) : 0;
  }

  /** Throws `rate-limited` while the key has to wait. */
  check(key: string): void {
    const seconds = this.wait(key);
    if (seconds > 0) throw new CratonError("rate-limited", { seconds });
  }

  /** The answer takes this one failure back, for an attempt that was counted before it was known to be right. */
  fail(key: string): () => void {
    this.forgetOld();
    const now = this.now();
    const known = this.records.get(key);
    const old = known !== undefined && known.last < now - 2 * this.limit.longestMs;
    const record = known && !old ? known : { failures: 0, until: 0, last: now, told: false };
    const before = { ...record };
    record.failures++;
    record.last = now;
    record.told = false;
    const over = record.failures - this.limit.free;
    if (over >= 0) record.until = now + Math.min(this.limit.longestMs, 1000 * 2 ** Math.min(over, 20));
    this.records.set(key, record);
    const { failures } = record;
    return () => {
      // Somebody else failed meanwhile: the wait is theirs and stays.
      if (record.failures === failures) Object.assign(record, before);
      else record.failures--;
      if (record.failures <= 0 && this.records.get(key) === record) this.records.delete(key);
    };
  }

  /** True for the first refusal of each wait: the one that is written to the audit log. */
  firstRefusal(key: string): boolean {
    const record = this.records.get(key);
    if (!record || record.told) return false;
    record.told = true;
    return true;
  }

  succeed(key: string): void {
    this.records.delete(key);
  }

  private forgetOld(): void {
    if (this.records.size < 10_000) return;
    const old = this.now() - 2 * this.limit.longestMs;
    for (const [key, record] of this.records) if (record.last < old) this.records.delete(key);
    // Still full: somebody sends names at random. Drop the oldest; the limit by address holds.
    for (const key of this.records.keys()) {
      if (this.records.size < 10_000) break;
      this.records.delete(key);
    }
  }
}
