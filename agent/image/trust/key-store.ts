/** The trust folders: read fresh for each question, changed durably. The system folder is the distribution's and never written. */
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { TrustAdd, TrustedKey, TrustList, TrustPlace } from "../../../lib/contract/trust.ts";
import { identifierFault } from "../../appc/types.ts";
import type { Disk } from "../../disk.ts";
import { factsOf } from "./key-facts.ts";
import { type KeyFault, type KeyFile, placeOf, readKeyFolder } from "./key-folder.ts";
import { Keyring, type RingEntry } from "./keyring.ts";
import { readPublicKeys } from "./read-keys.ts";

export type TrustFolders = { system: string; local: string };
type Parsed = RingEntry["key"];

export class KeyStore {
  readonly #folders: TrustFolders;
  readonly #disk: Disk;
  readonly #now: () => number;
  /** What a file held when it had this stamp. */
  #known = new Map<string, { stamp: string; key: Parsed }>();

  constructor(folders: TrustFolders, disk: Disk, now: () => number = Date.now) {
    this.#folders = folders;
    this.#disk = disk;
    this.#now = now;
  }

  async ring(): Promise<Keyring> {
    return (await this.#read()).ring;
  }

  async list(): Promise<TrustList> {
    const { ring, faults } = await this.#read();
    const keys = ring.entries.map((entry): TrustedKey => {
      const { fingerprint, prefix, origin, key } = entry;
      const kind = key === null ? "mask" : ring.isMasked(entry) ? "masked" : "trusted";
      return { fingerprint, prefix, origin, kind, key: key?.facts ?? null };
    });
    return { keys, faults, folders: { ...this.#folders } };
  }

  /** Trusts the key of this fingerprint in the text, which a person has compared. Being there already is success. */
  async add({ armored, fingerprint, prefix }: TrustAdd): Promise<void> {
    demandPrefix(prefix);
    const keys = await readPublicKeys(armored, fingerprint);
    const key = keys.find((one) => one.getFingerprint() === fingerprint);
    if (!key) throw refused(fingerprint, `the text holds ${keys.map((one) => one.getFingerprint()).join(", ")}`);
    const { state, why } = await factsOf(key, new Date(this.#now()));
    if (state !== "good") throw refused(fingerprint, `it is ${state}: ${why}`);
    await this.#write({ fingerprint, prefix }, key.armor());
  }

  /** Takes trust away from a key of the system folder (or, below a prefix, from a root key) by an empty file. */
  async mask(place: TrustPlace): Promise<void> {
    demandPrefix(place.prefix);
    const path = join(placeOf(this.#folders.local, place.prefix), place.fingerprint);
    const there = await sizeOf(path);
    if (there !== null && there > 0)
      throw new CratonError("conflict", { what: "a key of your own, remove it instead:", value: place.fingerprint });
    await this.#write(place, "");
  }

  /** Removes a key or a mask of the local folder. */
  async remove({ fingerprint, prefix }: TrustPlace): Promise<void> {
    demandPrefix(prefix);
    const folder = this.#folders.local;
    const path = join(placeOf(folder, prefix), fingerprint);
    if ((await sizeOf(path)) === null) {
      const facts = { folder, fingerprint, prefix: prefix ?? "every name (root)" };
      throw new CratonError("key-not-found", facts);
    }
    await this.#disk.removeDurable(path);
  }

  async #write({ fingerprint, prefix }: TrustPlace, text: string): Promise<void> {
    const folder = placeOf(this.#folders.local, prefix);
    await this.#disk.mkdirDurable(folder, { mode: 0o755 });
    await this.#disk.writeDurable(join(folder, fingerprint), text, { mode: 0o644 });
  }

  async #read(): Promise<{ ring: Keyring; faults: KeyFault[] }> {
    const known = new Map<string, { stamp: string; key: Parsed }>();
    const entries: RingEntry[] = [];
    const faults: KeyFault[] = [];
    for (const origin of ["system", "local"] as const) {
      const found = await readKeyFolder(this.#folders[origin]);
      faults.push(...found.faults);
      for (const file of found.files) {
        const parsed = await this.#parse(file);
        if (typeof parsed === "string") faults.push({ file: file.file, why: parsed });
        else {
          known.set(file.file, { stamp: file.stamp, key: parsed });
          entries.push({ fingerprint: file.name, prefix: file.prefix, origin, key: parsed });
        }
      }
    }
    this.#known = known;
    return { ring: new Keyring(entries), faults };
  }

  /** Answers the reason for what is no key of that name. What a key is worth is asked anew each time: it may expire. */
  async #parse({ file, name, stamp, content }: KeyFile): Promise<Parsed | string> {
    if (content === null) return null;
    const now = new Date(this.#now());
    const known = this.#known.get(file);
    if (known?.stamp === stamp && known.key)
      return { parsed: known.key.parsed, facts: await factsOf(known.key.parsed, now) };
    try {
      const keys = await readPublicKeys(content, file);
      const parsed = keys.find((key) => key.getFingerprint() === name);
      if (!parsed) return `it holds the key ${keys[0]?.getFingerprint()}`;
      return { parsed, facts: await factsOf(parsed, now) };
    } catch (error) {
      if (!(error instanceof CratonError)) throw error;
      return String(error.facts.why ?? error.message);
    }
  }
}

function refused(fingerprint: string, why: string): CratonError {
  return new CratonError("key-refused", { what: fingerprint, why });
}

function demandPrefix(prefix: string | null): void {
  const why = prefix === null ? null : identifierFault(prefix);
  if (why !== null) throw new CratonError("bad-name", { value: String(prefix), what: "prefix", why });
}

/** Bytes of a file; null when there is none. */
async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await lstat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || (error as NodeJS.ErrnoException).code === "ENOTDIR")
      return null;
    throw error;
  }
}
