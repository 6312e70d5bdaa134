/** Password hashes: scrypt with N = 2^17, r = 8, p = 1 (128 MiB, some 0.3 s), at most two at a time. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { CratonError } from "../../contract/errors.ts";

const strong = { logN: 17, r: 8, p: 1 };
type Cost = typeof strong;
const keyLength = 32;

/** Hashes for the whole server: holds the bound on memory. */
export class PasswordHasher {
  private readonly cost: Cost;
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  /** `logN` is smaller in tests only. */
  constructor(logN = strong.logN) {
    this.cost = { ...strong, logN };
  }

  /** `scrypt$17$8$1$SALT$KEY`, base64url. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const { logN, r, p } = this.cost;
    const key = await this.derive(password, salt, this.cost);
    return `scrypt$${logN}$${r}$${p}$${salt.toString("base64url")}$${key.toString("base64url")}`;
  }

  /** `stored` null is an unknown user: takes as long, and is never right. */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const [scheme, logN, r, p, salt, key] = (stored ?? "").split("$");
    if (scheme !== "scrypt" || salt === undefined || key === undefined) {
      await this.derive(password, Buffer.alloc(16), this.cost);
      return false;
    }
    const wanted = Buffer.from(key, "base64url");
    const as = { logN: Number(logN), r: Number(r), p: Number(p) };
    const got = await this.derive(password, Buffer.from(salt, "base64url"), as);
    return wanted.length === got.length && timingSafeEqual(wanted, got);
  }

  /** `rate-limited` when too many wait. */
  private async derive(password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
    if (this.running < 2) this.running++;
    else if (this.waiting.length >= 64) throw new CratonError("rate-limited", { seconds: 5 });
    else await new Promise<void>((go) => this.waiting.push(go));
    try {
      return await new Promise((resolve, reject) => {
        const options = { N: 2 ** logN, r, p, maxmem: 256 * 1024 * 1024 };
        scrypt(password.normalize("NFC"), salt, keyLength, options, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      });
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}

const tooCommon = ["password", "passwort", "craton", "qwerty", "123456", "letmein", "administrator"];
const least = 12;

/** Throws `weak-password` with the reason. Length counts most; no rules on kinds of characters. */
export function checkPassword(next: string, user: string, current: string): void {
  const refuse = (why: string) => new CratonError("weak-password", { why });
  if ([...next].length < least) throw refuse(`it needs at least ${least} characters`);
  if (next === current) throw refuse("it is the one in use");
  if (new Set(next).size < 5) throw refuse("it repeats the same few characters");
  let rest = next.toLowerCase();
  for (const word of [...tooCommon, user.toLowerCase()]) rest = rest.replaceAll(word, "");
  if (rest.length < 8) throw refuse("it is little more than a common word or the user name");
}

const letters = "23456789abcdefghjkmnpqrstuvwxyz";

/** About 99 bits in four groups that are easy to type. */
export function makeOneTimePassword(): string {
  const groups: string[] = [];
  for (let group = 0; group < 4; group++) {
    let text = "";
    while (text.length < 5) {
      const byte = randomBytes(1)[0] ?? 255;
      // Only the range that divides evenly, so that each letter is as likely.
      if (byte < 8 * letters.length) text += letters[byte % letters.length];
    }
    groups.push(text);
  }
  return groups.join("-");
}
