/**
 * The node's certificate authority and what it signs. Plain JavaScript without dependencies, any Node >= 18, so that the
 * starter can run it before anything is installed. Files (STATE is the state folder):
 *
 *   STATE/ca/            ca.key ca.crt                                     0700, the starter's user only
 *   STATE/agent/tls/     server.key server.crt ca.crt                      SAN: node name and listening host; serverAuth
 *   STATE/agent/trust/   console.pub cli.pub                               Ed25519 SPKI PEM: who may vouch for users
 *   STATE/agent/peer/    client.key client.crt ca.crt                      CN=peer-NODE; clientAuth; to take images from other nodes
 *   STATE/console/tls/   client.key client.crt ca.crt assertion.key        CN=console; clientAuth; owned by the console
 *   STATE/cli/           client.key client.crt ca.crt assertion.key        CN=cli; clientAuth
 *
 * Certificates are EC P-256, signed by the `openssl` command line; the CA lasts 10 years, leaves 1, and each is made anew
 * when it has less than 30 days left, does not fit its key, its CA or its names. Keys for assertions are made once.
 *
 * Also a command: node bin/certs.mjs --state DIR --node NAME --listen HOST:PORT
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureCa } from "./pki/authority.mjs";
import { ensureLeaf } from "./pki/leaf.mjs";
import { asUser, makeFolder, readText, writeText } from "./state-files.mjs";

const organizations = ["Craton"];

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

/** What a node calls itself to other nodes: a name that agents take for a file's (agent/http/trust.ts). */
function peerName(node) {
  return `peer-${node.replace(/[^a-z0-9]+/g, "-")}`.slice(0, 63);
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
  for (const folder of ["agent", "agent/tls", "agent/trust", "agent/peer", "cli"])
    makeFolder(join(state, folder), 0o700);
  const consoleFolder = join(state, "console");
  fs.mkdirSync(consoleFolder, { recursive: true, mode: 0o700 });
  if (owner !== null) fs.lchownSync(consoleFolder, owner.uid, owner.gid);
  asUser(owner, () => {
    makeFolder(consoleFolder, 0o700);
    makeFolder(join(consoleFolder, "tls"), 0o700);
  });

  const ca = ensureCa(join(state, "ca"), node, made, "ca/ca.crt");
  const server = { file: "server", cn: node.slice(0, 64), organizations, usages: ["serverAuth"], hosts, owner: null };
  ensureLeaf(state, "agent/tls", server, ca, made);
  const client = { file: "client", organizations, usages: ["clientAuth"], hosts: [] };
  ensureLeaf(state, "agent/peer", { ...client, cn: peerName(node), owner: null }, ca, made);
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
  const ca = ensureCa(join(state, "ca"), node, [], "ca/ca.crt");
  const leaf = { file: "web", cn: "craton console", organizations, usages: ["serverAuth"], hosts, owner };
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
