/** Whom the operator trusts for what, at one moment: the keys of system and local folder with masks applied, in rkt's order. */
import type { PublicKey } from "openpgp";
import type { KeyFacts } from "../../../lib/contract/trust.ts";
import { covers } from "./prefix.ts";

/** `key` is null for an empty file. */
export type RingEntry = {
  fingerprint: string;
  prefix: string | null;
  origin: "system" | "local";
  key: { parsed: PublicKey; facts: KeyFacts } | null;
};
export type RingKey = RingEntry & { key: NonNullable<RingEntry["key"]> };

export class Keyring {
  /** System root, system prefixes, local root, local prefixes, outer before inner: a later empty file takes away what an earlier one gave. */
  readonly entries: readonly RingEntry[];

  constructor(entries: readonly RingEntry[]) {
    const rank = ({ origin, prefix }: RingEntry) =>
      (origin === "system" ? 0 : 100_000) + (prefix === null ? 0 : prefix.length + 1);
    this.entries = [...entries].sort((a, b) => rank(a) - rank(b));
  }

  /** Every key that stands in a folder, masked or not. */
  get all(): RingKey[] {
    return this.entries.filter((entry): entry is RingKey => entry.key !== null);
  }

  /** Who is trusted for this name, by fingerprint. */
  trustedFor(name: string): Map<string, RingKey> {
    const trusted = new Map<string, RingKey>();
    for (const entry of this.entries) {
      if (!covers(entry.prefix, name)) continue;
      if (entry.key === null) trusted.delete(entry.fingerprint);
      else trusted.set(entry.fingerprint, entry as RingKey);
    }
    return trusted;
  }

  /** A key that a later empty file takes away for all that it was given for. */
  isMasked(key: RingEntry): boolean {
    const takes = (entry: RingEntry) =>
      entry.key === null &&
      entry.fingerprint === key.fingerprint &&
      (key.prefix === null ? entry.prefix === null : covers(entry.prefix, key.prefix));
    return this.entries.slice(this.entries.indexOf(key) + 1).some(takes);
  }
}
