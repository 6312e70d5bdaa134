/** Verifies and decrypts a file in a process of its own: SYSTEM LOCAL FILE; prints the most memory that it held, in MiB. */
import { readFileSync, rmSync } from "node:fs";
import { disk } from "../../agent/disk.ts";
import { decryptTo } from "../../agent/image/encryption/decrypt.ts";
import { KeyStore } from "../../agent/image/trust/key-store.ts";
import { verifySignatures } from "../../agent/image/trust/verify.ts";

const [system = "", local = "", path = ""] = process.argv.slice(2);
const ring = await new KeyStore({ system, local }, disk).ring();
const shared = { path, image: "it", signal: new AbortController().signal, onBytes: () => {} };
await verifySignatures({ ...shared, armored: readFileSync(`${path}.asc`, "utf8"), now: new Date() }, ring);
await decryptTo(`${path}.plain`, { ...shared, kind: "binary", passphrase: "horse", max: 2 ** 40 });
rmSync(`${path}.plain`);
process.stdout.write(String(process.resourceUsage().maxRSS >> 10));
