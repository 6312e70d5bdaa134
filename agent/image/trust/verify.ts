/** Whether an image may be believed: the bytes as they were served, the signatures beside them, and whom the operator trusts. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import type { PublicKey, SignaturePacket, Subkey } from "openpgp";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ImageTrust } from "../../../lib/contract/image-trust.ts";
import type { KeyFacts } from "../../../lib/contract/trust.ts";
import { diskError } from "../../disk.ts";
import { subkeyFault } from "./key-facts.ts";
import type { Keyring, RingKey } from "./keyring.ts";
import { openpgp, policy } from "./openpgp.ts";
import { readSignatures } from "./read-signature.ts";

/** A signature that holds, by a key that stands in a trust folder; for which names is asked next. */
export type Signer = { key: RingKey; signedAt: Date };

export type SignedFile = {
  path: string;
  armored: string;
  /** For errors and progress. */
  image: string;
  onBytes?: (done: number) => void;
  signal: AbortSignal;
  now: Date;
};

/**
 * All signers whose signature holds. Reads the file once for each signature by a known key, in memory that does not grow with it.
 * When there is none: the error of the signature that came nearest.
 */
export async function verifySignatures(file: SignedFile, ring: Keyring): Promise<Signer[]> {
  const signatures = await readSignatures(file.armored, file.image);
  const signers: Signer[] = [];
  const faults: CratonError[] = [];
  for (const signature of signatures) {
    const verdict = await verifyOne(signature, file, ring);
    if (verdict instanceof CratonError) faults.push(verdict);
    else signers.push(verdict);
  }
  if (signers.length > 0) return signers;
  throw faults.sort((a, b) => nearness.indexOf(b.code) - nearness.indexOf(a.code))[0];
}

/** From far to near: which of several failures says most. */
const nearness = ["key-unknown", "key-weak", "signature-broken", "key-revoked", "key-expired"];

/** Why an image of this name is trusted; `key-unknown` or `key-prefix` when none of its signers counts for it. */
export function trustOf(name: string, signers: readonly Signer[], ring: Keyring): ImageTrust {
  const trusted = ring.trustedFor(name);
  const keys = new Map<string, Extract<ImageTrust, { kind: "signed" }>["keys"][number]>();
  for (const { key, signedAt } of signers) {
    const { fingerprint } = key;
    const entry = trusted.get(fingerprint);
    if (entry)
      keys.set(fingerprint, {
        fingerprint,
        user: entry.key.facts.users[0] ?? "",
        prefix: entry.prefix,
        signedAt: signedAt.toISOString(),
      });
  }
  if (keys.size > 0) return { kind: "signed", allowedBy: null, keys: [...keys.values()] };
  const [first] = signers;
  const known = ring.all.filter((entry) => entry.fingerprint === first?.key.fingerprint && !ring.isMasked(entry));
  const facts = { image: name, key: nameOf(first?.key) };
  if (known.length === 0) throw new CratonError("key-unknown", { ...facts, why: "it is masked" });
  const prefixes = known.map(({ prefix }) => prefix ?? "other names (it is masked for this one)").join(", ");
  throw new CratonError("key-prefix", { ...facts, prefixes });
}

async function verifyOne(signature: SignaturePacket, file: SignedFile, ring: Keyring): Promise<Signer | CratonError> {
  const { image, now } = file;
  const found = issuerOf(signature, ring);
  if (!found) {
    const key = signature.issuerFingerprint ? hex(signature.issuerFingerprint) : signature.issuerKeyID.toHex();
    return new CratonError("key-unknown", { image, key, why: "it is in no trust folder" });
  }
  const { key, part } = found;
  const facts = { image, key: nameOf(key) };
  const { state, why } = key.key.facts;
  const fault = state !== "good" ? { state, why } : part === null ? null : await subkeyFault(part, key.key.parsed, now);
  if (fault) return new CratonError(codes[fault.state], { ...facts, why: fault.why });
  try {
    await checkBytes(signature, key.key.parsed, file);
    return { key, signedAt: signature.created ?? now };
  } catch (error) {
    file.signal.throwIfAborted();
    if (typeof (error as NodeJS.ErrnoException).code === "string") throw diskError(error, file.path, "read");
    const text = error instanceof Error ? error.message : String(error);
    if (/insecure|too weak|disabled/i.test(text))
      return new CratonError("key-weak", { ...facts, why: "the signature uses a broken hash" }, { cause: error });
    return new CratonError("signature-broken", { ...facts, why: wordsOf(text) }, { cause: error });
  }
}

const codes: Record<KeyFacts["state"], "key-weak" | "key-revoked" | "key-expired"> = {
  good: "key-weak",
  unproven: "key-weak",
  weak: "key-weak",
  revoked: "key-revoked",
  expired: "key-expired",
};

/** The library's sentences may quote the signature; ours do not. */
function wordsOf(text: string): string {
  if (/signature is expired/i.test(text)) return "the time that it gives itself is over";
  if (/future/i.test(text)) return "it is dated in the future";
  if (/newer than the signature/i.test(text)) return "it is older than the key";
  if (/digest did not match|verification failed/i.test(text)) return "it does not fit the image's bytes";
  if (/signing key/i.test(text)) return "the key is not for signing";
  return "it demands something that is not understood";
}

/**
 * The key that made it, and its subkey when that did: by fingerprint when the signature names it, else by key id. Of several copies
 * of a key a good one counts: the others were not prolonged yet.
 */
function issuerOf(signature: SignaturePacket, ring: Keyring): { key: RingKey; part: Subkey | null } | undefined {
  const fingerprint = signature.issuerFingerprint ? hex(signature.issuerFingerprint) : null;
  const found = ring.all.flatMap((key) => {
    const parts = key.key.parsed.getKeys(signature.issuerKeyID) as (PublicKey | Subkey)[];
    const part = parts.find((one) => fingerprint === null || one.getFingerprint() === fingerprint);
    if (!part) return [];
    return [{ key, part: part === key.key.parsed ? null : (part as Subkey) }];
  });
  return found.find(({ key }) => key.key.facts.state === "good") ?? found.at(-1);
}

async function checkBytes(signature: SignaturePacket, key: PublicKey, file: SignedFile): Promise<void> {
  const { createMessage, verify, Signature, PacketList } = await openpgp();
  const packets = new PacketList<SignaturePacket>();
  packets.push(signature);
  // Small pieces: with larger ones the collector falls behind.
  const bytes = createReadStream(file.path, { highWaterMark: 256 * 1024, signal: file.signal });
  try {
    const message = await createMessage({ binary: Readable.toWeb(bytes) as ReadableStream<Uint8Array> });
    const { data, signatures } = await verify({
      message,
      signature: new Signature(packets),
      verificationKeys: key,
      format: "binary",
      date: file.now,
      config: policy,
    });
    // The hash is taken as the data is read; only a reader is followed by the library, not iteration.
    const reader = (data as ReadableStream<Uint8Array>).getReader();
    let done = 0;
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      done += step.value.length;
      file.onBytes?.(done);
    }
    const [verdict] = signatures;
    // The library passes over what it does not take for a signature of a file: that is no yes.
    if (verdict === undefined) throw new Error("no signature was looked at");
    await verdict.verified;
  } finally {
    bytes.destroy();
  }
}

function nameOf(key: RingKey | undefined): string {
  if (!key) return "nobody";
  const [user] = key.key.facts.users;
  return user === undefined ? key.fingerprint : `${key.fingerprint} (${user})`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
