/** Limits on sign-in attempts: by user and address together, by address, and (gently) by user. */
import { RateLimit } from "./rate-limit.ts";

export class SignInGuard {
  private readonly pair: RateLimit;
  private readonly address: RateLimit;
  private readonly user: RateLimit;
  constructor(now: () => number = Date.now) {
    this.pair = new RateLimit({ free: 5, longestMs: 15 * 60_000 }, now);
    this.address = new RateLimit({ free: 30, longestMs: 15 * 60_000 }, now);
    // Short waits only: a stranger must not be able to lock a user out for long.
    this.user = new RateLimit({ free: 20, longestMs: 30_000 }, now);
  }

  private each(user: string, address: string): [RateLimit, string][] {
    return [
      [this.pair, `${address} ${user}`],
      [this.address, address],
      [this.user, user],
    ];
  }

  /** Throws `rate-limited`. */
  check(user: string, address: string): void {
    for (const [limit, key] of this.each(user, address)) limit.check(key);
  }

  /** True for the first refusal of a wait. */
  firstRefusal(user: string, address: string): boolean {
    return this.each(user, address).some(([limit, key]) => limit.wait(key) > 0 && limit.firstRefusal(key));
  }

  /**
   * Counts an attempt before it is known to be right; call the answer when it was. That forgives the pair and the user; of the
   * address it takes back this one attempt, whose others stay under watch.
   */
  fail(user: string, address: string): () => void {
    this.pair.fail(`${address} ${user}`);
    this.user.fail(user);
    const takeBack = this.address.fail(address);
    return () => {
      this.pair.succeed(`${address} ${user}`);
      this.user.succeed(user);
      takeBack();
    };
  }
}
