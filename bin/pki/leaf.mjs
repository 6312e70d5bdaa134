/**
 * A certificate that an authority signs: `FILE.key`, `FILE.crt` and a copy of the authority's `ca.crt` in one folder, EC
 * P-256, one year, made anew 30 days before its end. The folder may be another user's.
 */
import * as fs from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { asUser, readText, writeText } from "../state-files.mjs";
import { fits, holds, parseCertificate } from "./certificate.mjs";
import { ecKey, openssl, scratch, serial } from "./openssl.mjs";

const days = 365;

/**
 * Makes what is missing or worn out below `base`/`folder`; pushes `folder/FILE.crt` to `made` when it did.
 * @param {string} base
 * @param {string} folder
 * @param {{ file: string, cn: string, organizations: string[], usages: ("serverAuth"|"clientAuth")[], hosts: string[],
 *   owner: { uid: number, gid: number } | null }} leaf
 * @param {{ folder: string, certificate: import("node:crypto").X509Certificate, text: string }} ca
 * @param {string[]} made
 */
export function ensureLeaf(base, folder, leaf, ca, made) {
  const path = join(base, folder);
  const have = asUser(leaf.owner, () => ({
    key: readText(join(path, `${leaf.file}.key`)),
    crt: parseCertificate(readText(join(path, `${leaf.file}.crt`))),
    ca: readText(join(path, "ca.crt")),
  }));
  const good = have.key !== null && have.crt !== null && holds(have.crt, have.key) && fits(have.crt, ca, leaf);
  const fresh = good ? null : signLeaf(ca.folder, leaf);
  asUser(leaf.owner, () => {
    if (have.ca !== ca.text) writeText(path, "ca.crt", ca.text, 0o644);
    if (fresh === null) return;
    writeText(path, `${leaf.file}.key`, fresh.key, 0o600);
    writeText(path, `${leaf.file}.crt`, fresh.crt, 0o644);
  });
  if (fresh !== null) made.push(`${folder}/${leaf.file}.crt`);
}

/** Signs a leaf and answers `{key, crt}` as PEM. */
function signLeaf(caFolder, { cn, organizations, usages, hosts }) {
  return scratch(caFolder, (tmp) => {
    const at = (name) => join(tmp, name);
    const key = ecKey();
    fs.writeFileSync(at("key"), key, { mode: 0o600 });
    const names = [...organizations.map((organization, i) => `${i}.O=${organization}`), `CN=${cn}`];
    fs.writeFileSync(at("config"), `[req]\ndistinguished_name=dn\nprompt=no\n[dn]\n${names.join("\n")}\n`);
    const san = hosts.map((name) => `${isIP(name) ? "IP" : "DNS"}:${name}`);
    fs.writeFileSync(
      at("ext"),
      `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=${usages.join(",")}\n` +
        "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n" +
        (san.length > 0 ? `subjectAltName=${san.join(",")}\n` : ""),
    );
    openssl(["req", "-new", "-sha256", "-key", at("key"), "-config", at("config"), "-out", at("csr")]);
    const ca = ["-CA", join(caFolder, "ca.crt"), "-CAkey", join(caFolder, "ca.key"), "-set_serial", serial()];
    const more = ["-days", String(days), "-extfile", at("ext"), "-out", at("crt")];
    openssl(["x509", "-req", "-sha256", "-in", at("csr"), ...ca, ...more]);
    return { key, crt: fs.readFileSync(at("crt"), "utf8") };
  });
}
