/** A window that stays open while rights change: what it shows, and since when that is within the truth. */
import { faultsOfCounts, faultsOfKeys } from "./check.ts";
import type { OracleConsole, Page, Tab } from "./console.ts";
import type { Truth } from "./truth.ts";

type Counts = { total: number; matched: number; byStatus: Record<string, number> };

export class HeldWindow {
  readonly user: string;
  private readonly kind: string;
  private readonly tab: Tab;
  private keys: string[] = [];
  private counts: Counts = { total: 0, matched: 0, byStatus: {} };
  private told: () => void = () => {};
  /** ms since the epoch of the last message. */
  changedAt = 0;

  private constructor(user: string, kind: string, tab: Tab) {
    this.user = user;
    this.kind = kind;
    this.tab = tab;
    tab.heard = (message) => this.take(message);
  }

  static async open(console: OracleConsole, user: string, kind: string): Promise<HeldWindow> {
    const held = new HeldWindow(user, kind, console.tab(user));
    await held.tab.open({ kind, rows: 200 });
    return held;
  }

  async faults(truth: Truth): Promise<string[]> {
    const keys = await faultsOfKeys(truth, this.user, this.kind, this.keys);
    return [...keys, ...(await faultsOfCounts(truth, this.user, this.kind, [], this.counts))];
  }

  /** Waits for messages until it is within the truth; the answer is what is still beyond it at `until` (ms). */
  async settle(truth: Truth, until: number): Promise<string[]> {
    for (;;) {
      const faults = await this.faults(truth);
      const left = until - Date.now();
      if (faults.length === 0 || left <= 0) return faults;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.told = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  close(): void {
    this.tab.close();
  }

  private take(message: Page): void {
    this.changedAt = Date.now();
    if (message.op === "error") {
      // The browser shows the error; what it held is cleared or marked, and grows no more.
      this.keys = [];
      this.counts = { total: 0, matched: 0, byStatus: {} };
    } else if (message.op === "snapshot") {
      this.keys = message.rows.map(({ key }) => key);
      this.counts = message.counts;
    } else {
      const gone = new Set(message.rows?.remove ?? []);
      this.keys = this.keys.filter((key) => !gone.has(key));
      for (const { at, row } of message.rows?.put ?? []) this.keys.splice(at, 0, row.key);
      this.counts = message.counts ?? this.counts;
    }
    this.told();
  }
}
