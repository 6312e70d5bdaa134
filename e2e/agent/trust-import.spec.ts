/** Images with signatures and passphrases by gpg, from a path of the node and by upload. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { encrypted } from "../../agent/image/encryption/encrypt.ts";
import { aciBytes, admin, ImageWorld, last } from "../../agent/image/images.fixture.ts";
import { Gpg } from "./support/gpg.ts";

const gpg = new Gpg();
const never = new AbortController().signal;
const none = { blobs: [], trees: [], records: [], tmp: [] };
let ann: string;
let world: ImageWorld;

beforeAll(async () => {
  ann = await gpg.key("Ann <ann@example.com>");
});
afterAll(() => gpg.close());
beforeEach(async () => {
  world = await new ImageWorld().start();
});
afterEach(async () => {
  await world.images.close();
  world.drop();
});

const trustAnn = async (prefix: string | null) =>
  world.images.keys.add({ armored: await gpg.export(ann), fingerprint: ann, prefix });
const contents = () => {
  const { blobs, trees, records, tmp } = world.contents;
  return { blobs, trees, records, tmp };
};

/** By path, without any insecure option. */
const fetch = (source: string, passphrase?: string) =>
  last(world.images.fetch({ source, ...(passphrase === undefined ? {} : { passphrase }) }, admin, never));

async function upload(
  bytes: Uint8Array,
  options: { signature?: string; passphrase?: string; insecureOptions?: string[] },
) {
  const { signature = null, passphrase = null, insecureOptions = [] } = options;
  const body = async function* () {
    yield bytes;
  };
  return last(world.images.upload("up.aci", body(), { insecureOptions, signature, passphrase }, admin, never));
}

const signedByAnn = (prefix: string | null) => ({
  ...{ kind: "signed", allowedBy: null },
  keys: [{ fingerprint: ann, user: "Ann <ann@example.com>", prefix, signedAt: expect.any(String) }],
});

describe("a signed image", () => {
  it("is taken with the signature beside it; the record keeps who and what, over a restart too", async () => {
    await trustAnn("example.com");
    const file = await world.aci("web", { compress: true });
    const armored = await gpg.sign(file, [ann]);
    fs.writeFileSync(`${file}.asc`, armored);
    const image = await fetch(file);
    expect(image.trust).toEqual(signedByAnn("example.com"));
    const record = JSON.parse(fs.readFileSync(path.join(world.folder, "records", `${image.id}.json`), "utf8"));
    expect(record.signature).toBe(armored);
    await world.images.close();
    world.open();
    await world.start();
    expect(world.images.get(image.id).trust).toEqual(signedByAnn("example.com"));
  });

  it("is taken by upload; a refused one leaves nothing", async () => {
    await trustAnn("example.com/other");
    const file = await world.aci("web");
    const signature = await gpg.sign(file, [ann]);
    await expect(upload(fs.readFileSync(file), { signature })).rejects.toMatchObject({ code: "key-prefix" });
    expect(contents()).toEqual(none);
    await trustAnn("example.com/web");
    expect((await upload(fs.readFileSync(file), { signature })).trust).toEqual(signedByAnn("example.com/web"));
  });

  it("that was changed is not even unpacked", async () => {
    await trustAnn(null);
    const file = await world.aci("web");
    fs.writeFileSync(`${file}.asc`, await gpg.sign(file, [ann]));
    fs.appendFileSync(file, Buffer.alloc(512));
    await expect(fetch(file)).rejects.toMatchObject({ code: "signature-broken" });
    expect(world.unpacked).toEqual([]);
    expect(contents()).toEqual(none);
  });

  it("makes an unsigned copy of the same image a signed one, and not the other way round", async () => {
    await trustAnn(null);
    const file = await world.aci("web");
    const bytes = fs.readFileSync(file);
    const insecure = { insecureOptions: ["image"] };
    const { id } = await upload(bytes, insecure);
    expect(world.images.get(id).trust).toEqual({ kind: "unsigned", allowedBy: "ann" });
    await upload(bytes, { signature: await gpg.sign(file, [ann]) });
    expect(world.images.get(id).trust).toEqual(signedByAnn(null));
    await upload(bytes, insecure);
    expect(world.images.get(id).trust).toEqual(signedByAnn(null));
  });

  it("is not asked for with insecure-options=image, and a missing one is named else", async () => {
    const file = await world.aci("web");
    fs.writeFileSync(`${file}.asc`, "not a signature");
    expect((await world.fetch(file)).trust).toEqual({ kind: "unsigned", allowedBy: "ann" });
    fs.rmSync(`${file}.asc`);
    await expect(fetch(file)).rejects.toMatchObject({ code: "image-unsigned" });
    fs.symlinkSync("/etc/hostname", `${file}.asc`);
    await expect(fetch(file)).rejects.toMatchObject({ code: "fetch-failed", facts: { why: "it is a symbolic link" } });
  });
});

describe("an encrypted image", () => {
  const passphrase = "correct horse";
  const seal = async (file: string, more: string[] = []) => {
    const out = `${file}.sealed`;
    await gpg.run([...more, "--passphrase", passphrase, "--output", out, "--symmetric", file]);
    return out;
  };

  it.each([[[]], [["--armor"]], [["--cipher-algo", "AES128"]], [["--compress-algo", "none"]]])(
    "by gpg %s is the same image as the plain one, and is kept open",
    async (more: string[]) => {
      await trustAnn(null);
      const file = await world.aci("web", { compress: true });
      const sealed = await seal(file, more);
      fs.writeFileSync(`${sealed}.asc`, await gpg.sign(sealed, [ann]));
      const image = await fetch(sealed, passphrase);
      expect(image.trust).toMatchObject({ kind: "signed" });
      const record = JSON.parse(fs.readFileSync(path.join(world.folder, "records", `${image.id}.json`), "utf8"));
      expect(record.signature).toBeNull();
      const { id } = await world.fetch(file);
      expect(image.id).toBe(id);
      expect(JSON.stringify(world.events.all)).not.toContain(passphrase);
    },
  );

  it("without or with a wrong passphrase is refused and leaves nothing", async () => {
    const bytes = fs.readFileSync(await seal(await world.aci("web")));
    const insecureOptions = ["image"];
    await expect(upload(bytes, { insecureOptions })).rejects.toMatchObject({ code: "passphrase-needed" });
    await expect(upload(bytes, { insecureOptions, passphrase: "wrong" })).rejects.toMatchObject({
      code: "passphrase-wrong",
    });
    expect(contents()).toEqual(none);
  });

  it("that was changed, cut off or has no proof against it is refused", async () => {
    const file = await world.aci("web", { content: "x".repeat(500_000) });
    const bytes = fs.readFileSync(await seal(file, ["--compress-algo", "none"]));
    const options = { insecureOptions: ["image"], passphrase };
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(300_000) ^ 1, 300_000);
    await expect(upload(changed, options)).rejects.toMatchObject({ code: "bad-image" });
    await expect(upload(bytes.subarray(0, 300_000), options)).rejects.toMatchObject({ code: "bad-image" });
    const key = await gpg.key("Enc <enc@example.com>", { algorithm: "rsa2048" });
    const out = path.join(world.dir, "to-key");
    await gpg.run(["--quick-add-key", key.toUpperCase(), "rsa2048", "encr"]);
    await gpg.run(["--trust-model", "always", "--recipient", key, "--output", out, "--encrypt", file]);
    await expect(upload(fs.readFileSync(out), options)).rejects.toMatchObject({ facts: { why: /to a key/ } });
    expect(contents()).toEqual(none);
  });

  it("of ours opens with gpg and here", async () => {
    const plain = await aciBytes("web", { compress: true });
    const source = async function* () {
      yield plain;
    };
    const parts: Uint8Array[] = [];
    for await (const part of encrypted(source(), passphrase)) parts.push(part);
    const file = path.join(world.dir, "ours.aci");
    fs.writeFileSync(file, Buffer.concat(parts));
    const opened = path.join(world.dir, "opened.aci");
    await gpg.run(["--passphrase", passphrase, "--output", opened, "--decrypt", file]);
    expect(fs.readFileSync(opened).equals(plain)).toBe(true);
    const image = await upload(fs.readFileSync(file), { insecureOptions: ["image"], passphrase });
    expect(image.name).toBe("example.com/web");
  });
});
