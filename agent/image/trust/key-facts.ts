/** What a public key is worth today. */
import type { PublicKey, Subkey } from "openpgp";
import type { KeyFacts } from "../../../lib/contract/trust.ts";

/** Of the whole key, by its primary one. */
export async function factsOf(key: PublicKey, now: Date): Promise<KeyFacts> {
  const expires = await key.getExpirationTime().catch(() => null);
  const { state, why } = await stateOf(key, now);
  return {
    fingerprint: key.getFingerprint(),
    users: key.getUserIDs().slice(0, 16),
    algorithm: algorithmOf(key),
    createdAt: key.getCreationTime().toISOString(),
    expiresAt: expires instanceof Date && Number.isFinite(expires.getTime()) ? expires.toISOString() : null,
    state,
    why,
  };
}

type State = Pick<KeyFacts, "state" | "why">;

async function stateOf(key: PublicKey, now: Date): Promise<State> {
  const weak = weakness(key);
  if (weak !== null) return { state: "weak", why: weak };
  if (await key.isRevoked(undefined, undefined, now)) return { state: "revoked", why: "its owner revoked it" };
  try {
    await key.verifyPrimaryKey(now);
    return { state: "good", why: null };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (/expired/i.test(text)) return { state: "expired", why: "its time is over" };
    if (/revoked/i.test(text)) return { state: "revoked", why: "its owner revoked it" };
    if (/insecure hash/i.test(text)) return { state: "weak", why: "its signature on itself uses a broken hash" };
    return { state: "unproven", why: "it has no valid signature on its own user id" };
  }
}

/** Of the part that signed, when that is a subkey; null when it is as good as its key. */
export async function subkeyFault(subkey: Subkey, key: PublicKey, now: Date): Promise<State | null> {
  const weak = weakness(subkey);
  if (weak !== null) return { state: "weak", why: weak };
  try {
    await subkey.verify(now);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (/expired/i.test(text))
      return { state: "expired", why: `the time of its subkey ${subkey.getFingerprint()} is over` };
    if (/revoked/i.test(text)) return { state: "revoked", why: `its subkey ${subkey.getFingerprint()} was revoked` };
    return { state: "unproven", why: `its subkey ${subkey.getFingerprint()} is not bound to ${key.getFingerprint()}` };
  }
  return null;
}

const curves: Record<string, string> = {
  ed25519: "Ed25519",
  ed25519Legacy: "Ed25519",
  nistP256: "ECDSA P-256",
  nistP384: "ECDSA P-384",
  nistP521: "ECDSA P-521",
};

function algorithmOf(key: PublicKey): string {
  const { algorithm, bits, curve } = key.getAlgorithmInfo();
  if (algorithm.startsWith("rsa")) return `RSA ${bits}`;
  if (bits !== undefined) return `${algorithm.toUpperCase()} ${bits}`;
  const name = curve ?? algorithm;
  return curves[name] ?? (curve === undefined ? algorithm : `${algorithm} ${curve}`);
}

/** Why signatures by such a key prove nothing, whatever else is right with it. */
function weakness(key: PublicKey | Subkey): string | null {
  const { algorithm, bits, curve } = key.getAlgorithmInfo();
  if (algorithm.startsWith("rsa"))
    return bits !== undefined && bits < 2047 ? `RSA with ${bits} bits, at least 2048 are needed` : null;
  if (algorithm === "dsa" || algorithm === "elgamal") return `${algorithm.toUpperCase()} is no longer accepted`;
  if ((curve as string | undefined) === "secp256k1") return "the curve secp256k1 is not accepted";
  return null;
}
