/**
 * The folder of trust: NAME.pub, a public key, trusts the client whose certificate's common name is NAME; a file NAME.peer lets the node
 * of that name take images, and nothing else.
 */
import { createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const named = /^[a-z0-9][a-z0-9-]{0,62}$/;

type Held = { stamp: string; key: KeyObject | null };

/** Reads each key when it is first asked for and when its file has changed; removing a file revokes at once. */
export class Trust {
  readonly #folder: string;
  readonly #held = new Map<string, Held>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  peer(name: string): boolean {
    return named.test(name) && statSync(join(this.#folder, `${name}.peer`), { throwIfNoEntry: false }) !== undefined;
  }

  key(name: string): KeyObject | null {
    if (!named.test(name)) return null;
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
