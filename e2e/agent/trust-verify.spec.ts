/** Signatures and keys as gpg makes them: each way of being good or bad has its own answer. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disk } from "../../agent/disk.ts";
import { KeyStore } from "../../agent/image/trust/key-store.ts";
import { trustOf, verifySignatures } from "../../agent/image/trust/verify.ts";
import { Gpg } from "./support/gpg.ts";

const gpg = new Gpg();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-trust-"));
const image = path.join(folder, "image.aci");
const name = "example.com/team/web";
let good: string;
let other: string;

/** A store over fresh folders. */
function store() {
  const at = fs.mkdtempSync(path.join(folder, "keys-"));
  const folders = { system: path.join(at, "system"), local: path.join(at, "local") };
  return { ...folders, keys: new KeyStore(folders, disk) };
}

async function trusting(prefix: string | null, ...fingerprints: string[]) {
  const made = store();
  for (const fingerprint of fingerprints)
    await made.keys.add({ armored: await gpg.export(fingerprint), fingerprint, prefix });
  return made;
}

/** Puts a key there as a package manager would, whatever it is worth. */
async function place(root: string, prefix: string | null, fingerprint: string, text?: string) {
  const at = path.join(root, "trustedkeys", prefix === null ? "root.d" : path.join("prefix.d", prefix));
  fs.mkdirSync(at, { recursive: true });
  fs.writeFileSync(path.join(at, fingerprint), text ?? (await gpg.export(fingerprint)));
}

async function check(keys: KeyStore, armored: string, file = image, wanted = name) {
  const ring = await keys.ring();
  const signal = new AbortController().signal;
  const signers = await verifySignatures({ path: file, armored, image: wanted, signal, now: new Date() }, ring);
  return trustOf(wanted, signers, ring);
}

const signedBy = (fingerprint: string, user: string, prefix: string | null) => ({
  ...{ kind: "signed", allowedBy: null },
  keys: [{ fingerprint, user, prefix, signedAt: expect.stringMatching(/^20/) }],
});

beforeAll(async () => {
  fs.writeFileSync(image, Buffer.alloc(3 << 20, "an image "));
  good = await gpg.key("Ann <ann@example.com>");
  other = await gpg.key("Bob <bob@example.com>");
});
afterAll(() => {
  gpg.close();
  fs.rmSync(folder, { recursive: true });
});

describe("a signature by gpg", () => {
  it.each(["ed25519", "rsa3072", "nistp256"])("is believed: %s", async (algorithm) => {
    const user = `${algorithm} <k@example.com>`;
    const key = await gpg.key(user, { algorithm });
    const { keys } = await trusting("example.com/team", key);
    expect(await check(keys, await gpg.sign(image, [key]))).toEqual(signedBy(key, user, "example.com/team"));
  });

  it("of a signing subkey counts for its key", async () => {
    const key = await gpg.key("Sub <sub@example.com>");
    await gpg.run(["--quick-add-key", key.toUpperCase(), "ed25519", "sign"]);
    const { keys } = await trusting(null, key);
    expect(await check(keys, await gpg.sign(image, [key]))).toEqual(signedBy(key, "Sub <sub@example.com>", null));
  });

  it("is believed when one of several is trusted, whatever the others are", async () => {
    const { keys } = await trusting("example.com", good);
    const armored = await gpg.sign(image, [other, good]);
    expect(await check(keys, armored)).toEqual(signedBy(good, "Ann <ann@example.com>", "example.com"));
  });

  it("tells all that are trusted", async () => {
    const { keys } = await trusting(null, good, other);
    const trust = await check(keys, await gpg.sign(image, [good, other]));
    expect(trust.kind === "signed" && trust.keys.map(({ fingerprint }) => fingerprint).sort()).toEqual(
      [good, other].sort(),
    );
  });

  it("is believed when the key was prolonged after it, with only its newest signature on itself", async () => {
    const key = await gpg.key("Late <late@example.com>", { expire: "2020-06-01", at: "20200101T000000" });
    const armored = await gpg.sign(image, [key], { at: "20200102T000000" });
    await gpg.run(["--quick-set-expire", key.toUpperCase(), "0"]);
    const minimal = await gpg.run(["--armor", "--export-options", "export-minimal", "--export", key.toUpperCase()]);
    const { keys } = store();
    await keys.add({ armored: minimal, fingerprint: key, prefix: null });
    expect(await check(keys, armored)).toMatchObject({ kind: "signed" });
  });
});

describe("a signature is refused", () => {
  it("without a trusted key", async () => {
    const { keys } = await trusting(null, other);
    await expect(check(keys, await gpg.sign(image, [good]))).rejects.toMatchObject({
      code: "key-unknown",
      facts: { key: good, why: "it is in no trust folder" },
    });
  });

  it("when its key is for other names, by whole elements", async () => {
    const { keys } = await trusting("example.com/team/we", good);
    const armored = await gpg.sign(image, [good]);
    await expect(check(keys, armored)).rejects.toMatchObject({
      code: "key-prefix",
      message: `image ${name} is signed by ${good} (Ann <ann@example.com>), which is trusted for example.com/team/we alone`,
    });
    expect(await check(keys, armored, image, "example.com/team/we/b")).toMatchObject({ kind: "signed" });
  });

  it("when its key has expired", async () => {
    const key = await gpg.key("Old <old@example.com>", { expire: "2020-02-01", at: "20200101T000000" });
    const armored = await gpg.sign(image, [key], { at: "20200102T000000" });
    const { keys, local } = store();
    await place(local, null, key);
    await expect(check(keys, armored)).rejects.toMatchObject({ code: "key-expired" });
    await expect(trusting(null, key)).rejects.toMatchObject({
      code: "key-refused",
      facts: { why: "it is expired: its time is over" },
    });
  });

  it("when its key was revoked, since the key is trusted or before", async () => {
    const key = await gpg.key("Gone <gone@example.com>");
    const armored = await gpg.sign(image, [key]);
    const { keys, local } = await trusting(null, key);
    expect(await check(keys, armored)).toMatchObject({ kind: "signed" });
    await gpg.revoke(key);
    await place(local, null, key);
    await expect(check(keys, armored)).rejects.toMatchObject({ code: "key-revoked" });
  });

  it.each(["rsa1024", "dsa1024"])("when its key is too weak: %s", async (algorithm) => {
    const key = await gpg.key(`${algorithm} <weak@example.com>`, { algorithm });
    const { keys, local } = store();
    await place(local, null, key);
    await expect(check(keys, await gpg.sign(image, [key]))).rejects.toMatchObject({ code: "key-weak" });
  });

  it("when it is made with SHA-1", async () => {
    const key = await gpg.key("Hash <hash@example.com>", { algorithm: "rsa2048" });
    const { keys } = await trusting(null, key);
    const armored = await gpg.sign(image, [key], { more: ["--digest-algo", "SHA1"] });
    await expect(check(keys, armored)).rejects.toMatchObject({ code: "key-weak" });
  });

  it("when the image is another by one byte", async () => {
    const { keys } = await trusting(null, good);
    const armored = await gpg.sign(image, [good]);
    const tampered = path.join(folder, "tampered.aci");
    const bytes = fs.readFileSync(image);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    fs.writeFileSync(tampered, bytes);
    await expect(check(keys, armored, tampered)).rejects.toMatchObject({
      code: "signature-broken",
      facts: { why: "it does not fit the image's bytes" },
    });
  });

  it("when its own time is over, or it is dated in the future", async () => {
    const key = await gpg.key("Time <time@example.com>", { at: "20200101T000000" });
    const { keys } = await trusting(null, key);
    const over = await gpg.sign(image, [key], { at: "20200102T000000", more: ["--default-sig-expire", "10d"] });
    await expect(check(keys, over)).rejects.toMatchObject({ code: "signature-broken", facts: { why: /over/ } });
    const future = await gpg.sign(image, [key], { at: "20990102T000000" });
    await expect(check(keys, future)).rejects.toMatchObject({ code: "signature-broken", facts: { why: /future/ } });
  });

  it("when it is not an armored, detached signature of bytes", async () => {
    const { keys } = await trusting(null, good);
    const unreadable = (why: RegExp) => ({ code: "signature-unreadable", facts: { why } });
    await expect(check(keys, "\x88\x75\x04 binary")).rejects.toMatchObject(unreadable(/not armored/));
    const note = path.join(folder, "note");
    fs.writeFileSync(note, "hello\n");
    const text = await gpg.sign(note, [good], { more: ["--textmode"] });
    await expect(check(keys, text, note)).rejects.toMatchObject(unreadable(/over a text/));
    const clear = await gpg.run(["--local-user", good, "--output", "-", "--clearsign", note]);
    await expect(check(keys, clear)).rejects.toMatchObject(unreadable(/./));
    await expect(check(keys, `${await gpg.sign(image, [good])}${"\n".repeat(70_000)}`)).rejects.toMatchObject({
      code: "too-large",
    });
  });
});

it("memory does not grow with what is verified and decrypted", async () => {
  const { system, local } = await trusting(null, good);
  const peak = async (megabytes: number) => {
    const file = path.join(folder, `${megabytes}.aci`);
    fs.writeFileSync(file, "");
    fs.truncateSync(file, megabytes << 20);
    const sealed = `${file}.sealed`;
    const cipher = ["--compress-algo", "none", "--passphrase", "horse", "--output", sealed, "--symmetric"];
    await gpg.run([...cipher, file]);
    fs.writeFileSync(`${sealed}.asc`, await gpg.sign(sealed, [good]));
    const child = path.join(import.meta.dirname, "../support/trust-child.ts");
    const words = ["--max-semi-space-size=2", child, system, local, sealed];
    return Number(execFileSync(process.execPath, words, { encoding: "utf8" }));
  };
  const small = await peak(1);
  expect((await peak(96)) - small).toBeLessThan(64);
});

describe("masks", () => {
  it("an empty file in the local folder takes a system key away, and its removal gives it back", async () => {
    const { keys, system } = store();
    await place(system, "example.com/team", good);
    const armored = await gpg.sign(image, [good]);
    expect(await check(keys, armored)).toMatchObject({ kind: "signed" });
    await keys.mask({ fingerprint: good, prefix: "example.com/team" });
    await expect(check(keys, armored)).rejects.toMatchObject({ code: "key-unknown", facts: { why: "it is masked" } });
    expect((await keys.list()).keys.map(({ origin, kind }) => `${origin} ${kind}`)).toEqual([
      "system masked",
      "local mask",
    ]);
    await keys.remove({ fingerprint: good, prefix: "example.com/team" });
    expect(await check(keys, armored)).toMatchObject({ kind: "signed" });
  });

  it("below a prefix a root key can be taken away for that prefix alone", async () => {
    const { keys } = await trusting(null, good);
    await keys.mask({ fingerprint: good, prefix: "example.com/team" });
    const armored = await gpg.sign(image, [good]);
    await expect(check(keys, armored)).rejects.toMatchObject({ code: "key-prefix" });
    expect(await check(keys, armored, image, "example.com/else")).toMatchObject({ kind: "signed" });
  });

  it("a key of one's own is removed, not masked", async () => {
    const { keys } = await trusting(null, good);
    await expect(keys.mask({ fingerprint: good, prefix: null })).rejects.toMatchObject({ code: "conflict" });
    await keys.remove({ fingerprint: good, prefix: null });
    await expect(keys.remove({ fingerprint: good, prefix: null })).rejects.toMatchObject({ code: "key-not-found" });
    expect((await keys.list()).keys).toEqual([]);
  });
});
