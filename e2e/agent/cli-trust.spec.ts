/** `craton trust`, signed and encrypted images, with the command line, an agent and a gpg that are all real. */
import fs from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { makeBox } from "./support/box-image.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";
import { Gpg } from "./support/gpg.ts";

const gpg = new Gpg();
let agent: TestAgent;
let craton: Craton;
let key: string;
let keyFile: string;
let box: { folder: string; file: string };

beforeAll(async () => {
  const command = await cratonCommand();
  agent = await startAgent();
  craton = cratonOn(command, agent.state);
  key = await gpg.key("Ann <ann@example.com>");
  box = makeBox({});
  keyFile = `${box.folder}/ann.asc`;
  fs.writeFileSync(keyFile, await gpg.export(key));
});
afterAll(async () => {
  gpg.close();
  if (box) fs.rmSync(box.folder, { recursive: true, force: true });
  await agent?.stop();
});

const spelled = () => (key.toUpperCase().match(/.{4}/g) ?? []).join(" ");

describe("craton trust", () => {
  it("shows the key and adds it only when that is confirmed", async () => {
    const refused = await craton.with("no\n", "trust", keyFile, "--prefix=example.com");
    expect(refused).toMatchObject({ status: 1, stdout: "" });
    expect(refused.stderr).toContain(`Fingerprint:    ${spelled()}\n`);
    expect(refused.stderr).toContain("User:           Ann <ann@example.com>\n");
    expect(refused.stderr).toContain("Trust this key for images named example.com and below?");
    expect((await craton("trust", "list", "--no-legend")).stdout).toBe("");
    expect(await craton.with("yes\n", "trust", keyFile, "--prefix=example.com")).toMatchObject({
      status: 0,
      stdout: `${key}\n`,
    });
    expect((await craton("trust", "list", "--no-legend")).stdout).toMatch(
      new RegExp(`^example\\.com\t+${key}\tlocal\ttrusted\t+Ann <ann@example\\.com>\n$`),
    );
    expect(fs.existsSync(`${agent.state}/local-config/trustedkeys/prefix.d/example.com/${key}`)).toBe(true);
  });

  it("takes a binary key, without asking when that is wished, and removes it", async () => {
    const file = `${box.folder}/ann.gpg`;
    await gpg.run(["--output", file, "--export", key]);
    const added = await craton("trust", file, "--root", "--skip-fingerprint-review");
    expect(added).toMatchObject({ status: 0, stdout: `${key}\n` });
    expect((await craton("trust", "rm", key, "--root")).status).toBe(0);
    expect(await craton("trust", "rm", key, "--root")).toMatchObject({
      status: 254,
      stderr: expect.stringContaining("has no key"),
    });
  });

  it("says what is wrong with a key or a call", async () => {
    const says = async (text: string, ...words: string[]) =>
      expect(await craton("trust", ...words)).toMatchObject({ status: 254, stderr: expect.stringContaining(text) });
    await says("give either --prefix=NAME or --root", keyFile);
    await says("give a key with --root", "--root");
    await says("no such file", "/nowhere/key.asc", "--root");
    await says("it is no public key", "/etc/hostname", "--root");
    await says("plain http", "http://keys.example.com/key.asc", "--root");
  });
});

describe("craton fetch", () => {
  it("takes what a trusted key signed, refuses what nobody signed, and what only a masked key signed", async () => {
    const bare = await craton("fetch", box.file);
    expect(bare).toMatchObject({ status: 254, stderr: expect.stringContaining("comes without a signature") });
    fs.writeFileSync(`${box.file}.asc`, await gpg.sign(box.file, [key]));
    const fetched = await craton("fetch", "--format=json", box.file);
    expect(JSON.parse(fetched.stdout)).toMatchObject({
      trust: { kind: "signed", keys: [{ fingerprint: key, prefix: "example.com" }] },
    });
    expect((await craton("image", "rm", "example.com/box")).status).toBe(0);
    expect((await craton("trust", "rm", key, "--prefix=example.com")).status).toBe(0);
    const system = `${agent.state}/system-config/trustedkeys/root.d`;
    fs.mkdirSync(system, { recursive: true });
    fs.copyFileSync(keyFile, `${system}/${key}`);
    const elsewhere = `${box.folder}/elsewhere.asc`;
    fs.renameSync(`${box.file}.asc`, elsewhere);
    expect((await craton("fetch", `--signature=${elsewhere}`, box.file)).status).toBe(0);
    expect((await craton("image", "rm", "example.com/box")).status).toBe(0);
    expect((await craton("trust", "mask", key, "--root")).status).toBe(0);
    expect((await craton("trust", "list", "--no-legend")).stdout).toMatch(/system\tmasked[^\n]*\n.*local\tmask\n?/s);
    const masked = await craton("fetch", `--signature=${elsewhere}`, box.file);
    expect(masked).toMatchObject({ status: 254, stderr: expect.stringContaining("it is masked") });
  });

  it("opens what craton build --encrypt made, with the passphrase from a file alone", async () => {
    const layout = `${box.folder}/layout`;
    fs.mkdirSync(`${layout}/rootfs`, { recursive: true });
    const manifest = { acKind: "ImageManifest", acVersion: "0.8.11", name: "example.com/sealed" };
    fs.writeFileSync(`${layout}/manifest`, JSON.stringify(manifest));
    const secret = `${box.folder}/passphrase`;
    fs.writeFileSync(secret, "correct horse\n");
    const out = `${box.folder}/sealed.aci`;
    expect(await craton("build", `--passphrase-file=${secret}`, layout, out)).toMatchObject({ status: 0, stderr: "" });
    const words = ["fetch", "--insecure-options=image"];
    expect(await craton(...words, out)).toMatchObject({
      status: 254,
      stderr: expect.stringContaining("is encrypted, give its passphrase"),
    });
    expect(await craton(...words, `--passphrase-file=${secret}`, out)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^sha512-/),
    });
    expect(agent.output()).not.toContain("correct horse");
  });

  it("asks on the terminal, without an echo: twice to encrypt, once to open", async () => {
    const layout = `${box.folder}/asked`;
    fs.mkdirSync(`${layout}/rootfs`, { recursive: true });
    const manifest = { acKind: "ImageManifest", acVersion: "0.8.11", name: "example.com/asked" };
    fs.writeFileSync(`${layout}/manifest`, JSON.stringify(manifest));
    const out = `${box.folder}/asked.aci`;
    const build = craton.terminal(500, 24, "build", "--encrypt", layout, out);
    await build.says("Passphrase of the image: ");
    build.child.stdin?.write("bättery xx\u007f\u007fstaple\r");
    await build.says("The same again: ");
    build.child.stdin?.write("bättery staple\r");
    const built = await build.result;
    expect(built.status).toBe(0);
    expect(built.stdout).not.toContain("staple");
    const fetch = craton.terminal(500, 24, "fetch", "--insecure-options=image", out);
    await fetch.says("Passphrase of asked.aci: ");
    fetch.child.stdin?.write("bättery staple\r");
    const fetched = await fetch.result;
    expect(fetched).toMatchObject({ status: 0, stdout: expect.stringMatching(/sha512-[0-9a-f]{128}/) });
    expect(fetched.stdout).not.toContain("staple");
    const given = craton.terminal(500, 24, "fetch", "--insecure-options=image", out);
    await given.says("Passphrase of asked.aci: ");
    given.child.stdin?.write("\u0003");
    expect(await given.result).toMatchObject({
      status: 254,
      stdout: expect.stringContaining("no passphrase was given"),
    });
  });
});
