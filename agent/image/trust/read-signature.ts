/** Signatures out of a hostile armored text: only such as are over the exact bytes of a file. */
import type { SignaturePacket } from "openpgp";
import { CratonError } from "../../../lib/contract/errors.ts";
import { openpgp, policy } from "./openpgp.ts";

/** Room for dozens of signatures. */
export const maxSignatureBytes = 64 * 1024;
const maxSignatures = 32;

/** At least one. Throws `too-large` or `signature-unreadable` with the reason. */
export async function readSignatures(armored: string, image: string): Promise<SignaturePacket[]> {
  if (Buffer.byteLength(armored) > maxSignatureBytes)
    throw new CratonError("too-large", { what: `the signature of ${image}`, limit: maxSignatureBytes });
  const unreadable = (why: string, cause?: unknown) =>
    new CratonError("signature-unreadable", { image, why }, { cause });
  if (!/^-----BEGIN PGP SIGNATURE-----\s*$/m.test(armored))
    throw unreadable(
      /-----BEGIN PGP (SIGNED )?MESSAGE-----/.test(armored)
        ? "it is a signed message, not a detached signature (gpg --armor --detach-sign)"
        : "it is not armored (gpg --armor --detach-sign)",
    );
  const { readSignature, enums } = await openpgp();
  const { packets } = await readSignature({ armoredSignature: armored, config: policy }).catch((cause: unknown) => {
    throw unreadable("it is damaged", cause);
  });
  const all = packets.filterByTag(enums.packet.signature) as unknown as SignaturePacket[];
  if (all.length === 0) throw unreadable("it holds no signature of a kind that is known");
  if (all.length > maxSignatures)
    throw unreadable(`it holds ${all.length} signatures, at most ${maxSignatures} are read`);
  const exact = [...all].filter(({ signatureType }) => signatureType === enums.signature.binary);
  if (exact.length === 0) throw unreadable("it is over a text or a key, not over the bytes of a file");
  return exact;
}
