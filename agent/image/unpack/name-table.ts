/**
 * What stands at each name of the archive so far, in 17 to 68 bytes a name whatever its length: an open-addressed table over
 * the first 128 bits of SHA-256, so that nobody can make two names meet.
 */
import { hash } from "node:crypto";

const word = 16;

export class NameTable {
  #capacity = 1024;
  #count = 0;
  #keys = Buffer.alloc(this.#capacity * word);
  #kinds = new Uint8Array(this.#capacity);

  /** 0 when the name was not seen. */
  get(name: string): number {
    return this.#kinds[this.#slot(keyOf(name))] as number;
  }

  /** `kind` is 1..255. */
  set(name: string, kind: number): void {
    const key = keyOf(name);
    let slot = this.#slot(key);
    if (this.#kinds[slot] === 0) {
      if (++this.#count * 2 > this.#capacity) {
        this.#grow();
        slot = this.#slot(key);
      }
      key.copy(this.#keys, slot * word, 0, word);
    }
    this.#kinds[slot] = kind;
  }

  /** The slot that holds the key, else the free one where it belongs. */
  #slot(key: Buffer): number {
    const mask = this.#capacity - 1;
    for (let slot = key.readUInt32LE(0) & mask; ; slot = (slot + 1) & mask) {
      if (this.#kinds[slot] === 0) return slot;
      if (this.#keys.compare(key, 0, word, slot * word, slot * word + word) === 0) return slot;
    }
  }

  #grow(): void {
    const keys = this.#keys;
    const kinds = this.#kinds;
    this.#capacity *= 2;
    this.#keys = Buffer.alloc(this.#capacity * word);
    this.#kinds = new Uint8Array(this.#capacity);
    for (let i = 0; i < kinds.length; i++) {
      if (kinds[i] === 0) continue;
      const key = keys.subarray(i * word, i * word + word);
      const slot = this.#slot(key);
      key.copy(this.#keys, slot * word);
      this.#kinds[slot] = kinds[i] as number;
    }
  }
}

function keyOf(name: string): Buffer {
  return hash("sha256", Buffer.from(name, "latin1"), "buffer");
}
