/** The folder of public keys: NAME.pub trusts the client whose certificate's common name is NAME. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

type Held = { stamp: string; key: KeyObject | null };

/** Reads each key when it is first asked for and when its file has changed; removing a file revokes at once. */
export class Trust {
  readonly #folder: string;
  readonly #held = new Map<string, Held>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  key(name: string): KeyObject | null {
    if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) return null;
    const path = join(this.#folder, `${name}.pub`);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) {
      this.#held.delete(name);
      return null;
    }
    const stamp = `${stat.ino} ${stat.mtimeMs} ${stat.size}`;
    const held = this.#held.get(name);
    if (held?.stamp === stamp) return held.key;
    const key = read(path);
    this.#held.set(name, { stamp, key });
    return key;
  }
}

function read(path: string): KeyObject | null {
  try {
    const key = createPublicKey(readFileSync(path));
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}
