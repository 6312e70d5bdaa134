/** Keys and signatures are anybody's text: whatever comes, the answer is a known error, never a crash. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { CratonError } from "../../../lib/contract/errors.ts";
import { disk } from "../../disk.ts";
import { KeyStore } from "./key-store.ts";
import type { Keyring } from "./keyring.ts";
import { openpgp } from "./openpgp.ts";
import { readPublicKeys } from "./read-keys.ts";
import { trustOf, verifySignatures } from "./verify.ts";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-keys-"));
const image = path.join(folder, "image.aci");
const data = Buffer.from("an image");
let publicKey: Uint8Array;
let signature: Uint8Array;
let fingerprint: string;
let ring: Keyring;

// Thousands of signatures, on a machine that may be busy.
vi.setConfig({ testTimeout: 30_000 });

beforeAll(async () => {
  const { generateKey, readPrivateKey, createMessage, sign } = await openpgp();
  const made = await generateKey({ userIDs: [{ name: "Ann" }], format: "binary" });
  publicKey = made.publicKey;
  const signingKeys = await readPrivateKey({ binaryKey: made.privateKey });
  fingerprint = signingKeys.getFingerprint();
  const message = await createMessage({ binary: new Uint8Array(data) });
  signature = (await sign({ message, signingKeys, detached: true, format: "binary" })) as Uint8Array;
  fs.writeFileSync(image, data);
  const store = new KeyStore({ system: path.join(folder, "system"), local: path.join(folder, "local") }, disk);
  await store.add({ armored: await armor(publicKey, "publicKey"), fingerprint, prefix: null });
  ring = await store.ring();
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

async function armor(bytes: Uint8Array, kind: "publicKey" | "signature"): Promise<string> {
  const pgp = await openpgp();
  return pgp.armor(pgp.enums.armor[kind], bytes);
}

/** The bytes with some changed, cut or put in. */
const mutations = fc.array(
  fc.record({ at: fc.nat(4096), how: fc.constantFrom("change", "cut", "insert"), byte: fc.nat(255), long: fc.nat(40) }),
  { minLength: 1, maxLength: 4 },
);
type Mutation = { at: number; how: string; byte: number; long: number };

function mutate(bytes: Uint8Array, steps: readonly Mutation[]): Uint8Array {
  let all = Buffer.from(bytes);
  for (const { at, how, byte, long } of steps) {
    const here = at % (all.length + 1);
    const after = how === "insert" ? here : here + (how === "cut" ? long : 1);
    const put = how === "cut" ? Buffer.alloc(0) : Buffer.alloc(how === "change" ? 1 : long, byte);
    all = Buffer.concat([all.subarray(0, here), put, all.subarray(after)]);
  }
  return new Uint8Array(all);
}

async function check(armored: string): Promise<"signed" | CratonError> {
  const signal = new AbortController().signal;
  try {
    const signers = await verifySignatures({ path: image, armored, image: "web", signal, now: new Date() }, ring);
    return trustOf("example.com/web", signers, ring).kind as "signed";
  } catch (error) {
    if (error instanceof CratonError) return error;
    throw error;
  }
}

it("a damaged signature is refused or is still the same signature", async () => {
  expect(await check(await armor(signature, "signature"))).toBe("signed");
  const known = /^(signature-|key-)/;
  await fc.assert(
    fc.asyncProperty(mutations, async (steps) => {
      const answer = await check(await armor(mutate(signature, steps), "signature"));
      expect(answer === "signed" || known.test(answer.code)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it("any text in place of a signature is refused", async () => {
  const head = fc.constantFrom("", "-----BEGIN PGP SIGNATURE-----\n", "-----BEGIN PGP SIGNATURE-----\n\n");
  const tail = fc.constantFrom("", "\n-----END PGP SIGNATURE-----\n");
  await fc.assert(
    fc.asyncProperty(head, fc.string({ unit: "binary", maxLength: 300 }), tail, async (first, text, last) => {
      expect(await check(first + text + last)).toMatchObject({ code: "signature-unreadable" });
    }),
    { numRuns: 200 },
  );
});

it("a damaged key is refused, or read as some key whose facts can be told", async () => {
  const at = path.join(folder, "damaged");
  const keys = new KeyStore({ system: at, local: path.join(folder, "none") }, disk);
  const file = path.join(at, "trustedkeys/root.d", fingerprint);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await fc.assert(
    fc.asyncProperty(mutations, async (steps) => {
      const bytes = mutate(publicKey, steps);
      await readPublicKeys(bytes, "it").catch((error: CratonError) => expect(error.code).toBe("key-refused"));
      fs.rmSync(file, { force: true });
      fs.writeFileSync(file, bytes);
      const { keys: entries, faults } = await keys.list();
      expect(entries.length + faults.length).toBe(1);
    }),
    { numRuns: 200 },
  );
});

it("a private key is refused before it is kept", async () => {
  const { generateKey } = await openpgp();
  const armored = (await generateKey({ userIDs: [{ name: "Eve" }] })).privateKey;
  await expect(readPublicKeys(armored, "it")).rejects.toMatchObject({ code: "key-refused", facts: { why: /private/ } });
});
