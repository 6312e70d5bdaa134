/** Whether a file is an encrypted archive (appc B6), by its first bytes: archives and compressed files begin otherwise. */
import { open } from "node:fs/promises";

/** `key`: encrypted to somebody's key, which no passphrase opens. */
export type Encryption = "binary" | "armored" | "key";

export async function encryptionOf(path: string): Promise<Encryption | null> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
    return encryptionOfHead(buffer.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

/** Packet tags (RFC 9580, 4.2): 3 is a passphrase's session key, 1 a key's, in the old form and the new one. */
export function encryptionOfHead(head: Buffer): Encryption | null {
  if (head.toString("latin1").startsWith("-----BEGIN PGP MESSAGE-----")) return "armored";
  const [first = 0] = head;
  const tag = (first & 0x40) === 0 ? (first & 0x3c) >> 2 : first & 0x3f;
  if ((first & 0x80) === 0) return null;
  return tag === 3 ? "binary" : tag === 1 ? "key" : null;
}
