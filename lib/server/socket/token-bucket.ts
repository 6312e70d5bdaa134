/** A limit on messages: `burst` at once, `perSecond` in the long run. */
export class TokenBucket {
  private tokens: number;
  private at: number;
  private readonly burst: number;
  private readonly perSecond: number;
  private readonly now: () => number;
  constructor(burst: number, perSecond: number, now: () => number = Date.now) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.now = now;
    this.tokens = burst;
    this.at = now();
  }

  /** False when there is none left. */
  take(): boolean {
    const now = this.now();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.at) / 1000) * this.perSecond);
    this.at = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
