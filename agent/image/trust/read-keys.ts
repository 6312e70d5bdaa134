/** Public keys out of a hostile text, armored or binary. */
import type { PublicKey } from "openpgp";
import { CratonError } from "../../../lib/contract/errors.ts";
import { openpgp, policy } from "./openpgp.ts";

/** A key with very many signatures of others on it is larger than this; such a key can be exported without them. */
export const maxKeyBytes = 256 * 1024;
const maxKeys = 16;

/** At least one key. Throws `too-large`, or `key-refused` that says why; a private key is refused unread. */
export async function readPublicKeys(data: string | Uint8Array, what: string): Promise<PublicKey[]> {
  const bytes = typeof data === "string" ? Buffer.byteLength(data) : data.length;
  if (bytes > maxKeyBytes) throw new CratonError("too-large", { what, limit: maxKeyBytes });
  const refused = (why: string, cause?: unknown) => new CratonError("key-refused", { what, why }, { cause });
  const text = typeof data === "string" ? data : Buffer.from(data).toString("latin1");
  if (/-----BEGIN PGP (PRIVATE|SECRET) KEY/.test(text))
    throw refused("it is a private key; keep it secret and give the public one (gpg --armor --export)");
  const { readKeys } = await openpgp();
  const isArmored = /-----BEGIN PGP PUBLIC KEY BLOCK-----/.test(text);
  const keys = await (isArmored
    ? readKeys({ armoredKeys: text, config: policy })
    : readKeys({ binaryKeys: typeof data === "string" ? Buffer.from(data, "latin1") : data, config: policy })
  ).catch((cause: unknown) => {
    throw refused(isArmored ? "it is damaged" : "it is no public key", cause);
  });
  if (keys.some((key) => key.isPrivate())) throw refused("it is a private key; give the public one (gpg --export)");
  if (keys.length > maxKeys) throw refused(`it holds ${keys.length} keys, at most ${maxKeys} are read`);
  return keys as PublicKey[];
}
