/**
 * The node's certificate authority and what it signs. Plain JavaScript without dependencies, any Node >= 18, so that the
 * starter can run it before anything is installed. Files (STATE is the state folder):
 *
 *   STATE/ca/            ca.key ca.crt                                     0700, the starter's user only
 *   STATE/agent/tls/     server.key server.crt ca.crt                      SAN: node name and listening host; serverAuth
 *   STATE/agent/trust/   console.pub cli.pub                               Ed25519 SPKI PEM: who may vouch for users
 *   STATE/console/tls/   client.key client.crt ca.crt assertion.key        CN=console; clientAuth; owned by the console
 *   STATE/cli/           client.key client.crt ca.crt assertion.key        CN=cli; clientAuth
 *
 * Certificates are EC P-256, signed by the `openssl` command line; the CA lasts 10 years, leaves 1, and each is made anew
 * when it has less than 30 days left, does not fit its key, its CA or its names. Keys for assertions are made once.
 *
 * Also a command: node bin/certs.mjs --state DIR --node NAME --listen HOST:PORT
 */
import { execFileSync } from "node:child_process";
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { asUser, makeFolder, readText, writeText } from "./state-files.mjs";

const renewBefore = 30 * 24 * 3600 * 1000;
const caDays = 3650;
const leafDays = 365;
const serverAuth = "1.3.6.1.5.5.7.3.1";
const clientAuth = "1.3.6.1.5.5.7.3.2";

function openssl(args) {
  try {
    execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env.PATH } });
  } catch (error) {
    if (error.code === "ENOENT") throw new Error("the command openssl is missing (Debian package openssl)");
    const said = String(error.stderr ?? "").trim();
    throw new Error(`openssl ${args[0]} failed: ${said || error.message}`);
  }
}

const ecKey = () =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
const serial = () => `0x00${randomBytes(16).toString("hex")}`;

function parseCertificate(text) {
  try {
    return text === null ? null : new X509Certificate(text);
  } catch {
    return null;
  }
}

/** Whether the certificate lasts long enough and is for this key. */
function holds(certificate, keyText) {
  try {
    const left = Date.parse(certificate.validTo) - Date.now();
    return left > renewBefore && certificate.checkPrivateKey(createPrivateKey(keyText));
  } catch {
    return false;
  }
}

/** Runs `work` with a scratch folder that only this user can read, and removes it. */
function scratch(caFolder, work) {
  const folder = fs.mkdtempSync(join(caFolder, "tmp-"));
  try {
    return work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function ensureCa(folder, node, made) {
  makeFolder(folder, 0o700);
  for (const name of fs.readdirSync(folder))
    if (name.startsWith("tmp-")) fs.rmSync(join(folder, name), { recursive: true, force: true });
  const keyText = readText(join(folder, "ca.key"));
  const text = readText(join(folder, "ca.crt"));
  const certificate = parseCertificate(text);
  if (keyText !== null && certificate?.ca && holds(certificate, keyText)) return { certificate, text };
  scratch(folder, (tmp) => {
    const key = ecKey();
    fs.writeFileSync(join(tmp, "key"), key, { mode: 0o600 });
    const config =
      "[req]\ndistinguished_name=dn\nx509_extensions=ca\nprompt=no\n" +
      // A name of its own for each CA, so that a renewed one is never taken for the old.
      `[dn]\nO=Craton\nCN=${node.slice(0, 40)} CA ${randomBytes(4).toString("hex")}\n` +
      "[ca]\nbasicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n" +
      "subjectKeyIdentifier=hash\n";
    fs.writeFileSync(join(tmp, "config"), config);
    const out = join(tmp, "crt");
    openssl([
      "req",
      "-new",
      "-x509",
      "-sha256",
      "-key",
      join(tmp, "key"),
      "-config",
      join(tmp, "config"),
      "-days",
      String(caDays),
      "-set_serial",
      serial(),
      "-out",
      out,
    ]);
    writeText(folder, "ca.key", key, 0o600);
    writeText(folder, "ca.crt", fs.readFileSync(out, "utf8"), 0o644);
  });
  made.push("ca/ca.crt");
  const fresh = readText(join(folder, "ca.crt"));
  return { certificate: new X509Certificate(fresh), text: fresh };
}

/** Signs a leaf and answers `{key, crt}` as PEM. */
function signLeaf(caFolder, leaf) {
  return scratch(caFolder, (tmp) => {
    const at = (name) => join(tmp, name);
    const key = ecKey();
    fs.writeFileSync(at("key"), key, { mode: 0o600 });
    fs.writeFileSync(at("config"), `[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nO=Craton\nCN=${leaf.cn}\n`);
    fs.writeFileSync(
      at("ext"),
      `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${leaf.usage}\n` +
        "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n" +
        (leaf.san.length > 0 ? `subjectAltName=${leaf.san.join(",")}\n` : ""),
    );
    openssl(["req", "-new", "-sha256", "-key", at("key"), "-config", at("config"), "-out", at("csr")]);
    openssl([
      "x509",
      "-req",
      "-sha256",
      "-in",
      at("csr"),
      "-CA",
      join(caFolder, "ca.crt"),
      "-CAkey",
      join(caFolder, "ca.key"),
      "-set_serial",
      serial(),
      "-days",
      String(leafDays),
      "-extfile",
      at("ext"),
      "-out",
      at("crt"),
    ]);
    return { key, crt: fs.readFileSync(at("crt"), "utf8") };
  });
}

function fits(certificate, ca, leaf) {
  return (
    certificate.checkIssued(ca.certificate) &&
    certificate.verify(ca.certificate.publicKey) &&
    certificate.subject.split("\n").includes(`CN=${leaf.cn}`) &&
    (certificate.keyUsage ?? []).includes(leaf.oid) &&
    leaf.hosts.every((host) => (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined)
  );
}

/** One folder with `NAME.key`, `NAME.crt` and a copy of `ca.crt`. */
function ensureLeaf(state, folder, leaf, ca, made) {
  const path = join(state, folder);
  const have = asUser(leaf.owner, () => ({
    key: readText(join(path, `${leaf.file}.key`)),
    crt: parseCertificate(readText(join(path, `${leaf.file}.crt`))),
    ca: readText(join(path, "ca.crt")),
  }));
  const good = have.key !== null && have.crt !== null && holds(have.crt, have.key) && fits(have.crt, ca, leaf);
  const fresh = good ? null : signLeaf(join(state, "ca"), leaf);
  asUser(leaf.owner, () => {
    if (have.ca !== ca.text) writeText(path, "ca.crt", ca.text, 0o644);
    if (fresh === null) return;
    writeText(path, `${leaf.file}.key`, fresh.key, 0o600);
    writeText(path, `${leaf.file}.crt`, fresh.crt, 0o644);
  });
  if (fresh !== null) made.push(`${folder}/${leaf.file}.crt`);
}

/** The Ed25519 key that `name` signs assertions with, and its public half in the agent's trust folder. */
function ensureAssertionKey(state, folder, name, owner, made) {
  const path = join(state, folder);
  const readKey = () => {
    try {
      const key = createPrivateKey(readText(join(path, "assertion.key")) ?? "");
      return key.asymmetricKeyType === "ed25519" ? key : null;
    } catch {
      return null;
    }
  };
  const key = asUser(owner, () => {
    const have = readKey();
    if (have !== null) return have;
    const { privateKey } = generateKeyPairSync("ed25519");
    writeText(path, "assertion.key", privateKey.export({ type: "pkcs8", format: "pem" }), 0o600);
    made.push(`${folder}/assertion.key`);
    return privateKey;
  });
  const publicText = createPublicKey(key).export({ type: "spki", format: "pem" });
  const trust = join(state, "agent", "trust");
  if (readText(join(trust, `${name}.pub`)) === publicText) return;
  writeText(trust, `${name}.pub`, publicText, 0o644);
  made.push(`agent/trust/${name}.pub`);
}

/** The host of `HOST:PORT` or `[HOST]:PORT`. */
function hostOf(listen) {
  const match = /^(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+)):\d{1,5}$/.exec(listen);
  if (match === null) throw new Error(`${listen} is not HOST:PORT`);
  return match[1] ?? match[2];
}

/**
 * Makes what is missing or worn out. `consoleUid` and `consoleGid` own the console's folder when the starter is root;
 * without them all belongs to the starter's user. Answers the files made, relative to the state folder (empty: all stood).
 * @param {{ state: string, node: string, listen: string, consoleUid?: number, consoleGid?: number }} options
 * @returns {string[]}
 */
export function ensureCertificates({ state, node, listen, consoleUid, consoleGid }) {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(node) || node.length > 253)
    throw new Error(`${node} is not a lower-case host name`);
  const host = hostOf(listen);
  const hosts = ["0.0.0.0", "::"].includes(host) ? [node] : [...new Set([node, host])];
  const isRoot = process.geteuid?.() === 0;
  const owner = isRoot && consoleUid !== undefined ? { uid: consoleUid, gid: consoleGid ?? consoleUid } : null;
  const made = [];

  fs.mkdirSync(state, { recursive: true, mode: 0o755 });
  for (const folder of ["agent", "agent/tls", "agent/trust", "cli"]) makeFolder(join(state, folder), 0o700);
  const consoleFolder = join(state, "console");
  fs.mkdirSync(consoleFolder, { recursive: true, mode: 0o700 });
  if (owner !== null) fs.lchownSync(consoleFolder, owner.uid, owner.gid);
  asUser(owner, () => {
    makeFolder(consoleFolder, 0o700);
    makeFolder(join(consoleFolder, "tls"), 0o700);
  });

  const ca = ensureCa(join(state, "ca"), node, made);
  const server = { file: "server", cn: node.slice(0, 64), usage: "serverAuth", oid: serverAuth, hosts, owner: null };
  const san = hosts.map((name) => `${isIP(name) ? "IP" : "DNS"}:${name}`);
  ensureLeaf(state, "agent/tls", { ...server, san }, ca, made);
  const client = { file: "client", usage: "clientAuth", oid: clientAuth, hosts: [], san: [] };
  ensureLeaf(state, "console/tls", { ...client, cn: "console", owner }, ca, made);
  ensureLeaf(state, "cli", { ...client, cn: "cli", owner: null }, ca, made);
  ensureAssertionKey(state, "console/tls", "console", owner, made);
  ensureAssertionKey(state, "cli", "cli", null, made);
  return made;
}

/**
 * The certificate of a console that listens beyond loopback, for these hosts: STATE/console/tls/web.{key,crt}, signed by the
 * same CA, which browsers have to be told to trust. Answers `{cert, key}`.
 * @param {{ state: string, node: string, hosts: string[], owner: { uid: number, gid: number } | null }} options
 */
export function ensureWebCertificate({ state, node, hosts, owner }) {
  const tls = join(state, "console/tls");
  asUser(owner, () => makeFolder(tls, 0o700));
  const ca = ensureCa(join(state, "ca"), node, []);
  const san = hosts.map((name) => `${isIP(name) ? "IP" : "DNS"}:${name}`);
  const leaf = { file: "web", cn: "craton console", usage: "serverAuth", oid: serverAuth, hosts, san, owner };
  ensureLeaf(state, "console/tls", leaf, ca, []);
  return { cert: join(tls, "web.crt"), key: join(tls, "web.key") };
}

function main(argv) {
  const given = {};
  for (let i = 0; i < argv.length; i += 2) {
    const name = argv[i]?.replace(/^--/, "");
    if (!["state", "node", "listen", "console-uid", "console-gid"].includes(name) || argv[i + 1] === undefined)
      throw new Error(`usage: certs.mjs --state DIR --node NAME --listen HOST:PORT [--console-uid N --console-gid N]`);
    given[name] = argv[i + 1];
  }
  const number = (text) => (text === undefined ? undefined : Number(text));
  const made = ensureCertificates({
    state: given.state ?? "/var/lib/craton",
    node: given.node ?? "",
    listen: given.listen ?? "127.0.0.1:7411",
    consoleUid: number(given["console-uid"]),
    consoleGid: number(given["console-gid"]),
  });
  for (const name of made) process.stdout.write(`made ${name}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`certs: ${error.message}\n`);
    process.exitCode = 1;
  }
}
