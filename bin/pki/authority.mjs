/** A certificate authority in a folder of its own (0700): `ca.key` and `ca.crt`, EC P-256, ten years. */
import { randomBytes, X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";
import { makeFolder, readText, writeText } from "../state-files.mjs";
import { holds, parseCertificate } from "./certificate.mjs";
import { ecKey, openssl, scratch, serial } from "./openssl.mjs";

const days = 3650;

/**
 * Makes the authority when it is missing or worn out. `name` goes into its subject; `label` is pushed to `made` when it was
 * made. Answers `{folder, certificate, text}`: what leaves are signed with.
 */
export function ensureCa(folder, name, made, label) {
  makeFolder(folder, 0o700);
  for (const entry of fs.readdirSync(folder))
    if (entry.startsWith("tmp-")) fs.rmSync(join(folder, entry), { recursive: true, force: true });
  const keyText = readText(join(folder, "ca.key"));
  const text = readText(join(folder, "ca.crt"));
  const certificate = parseCertificate(text);
  if (keyText !== null && certificate?.ca && holds(certificate, keyText)) return { folder, certificate, text };
  scratch(folder, (tmp) => {
    const key = ecKey();
    const at = (entry) => join(tmp, entry);
    fs.writeFileSync(at("key"), key, { mode: 0o600 });
    const config =
      "[req]\ndistinguished_name=dn\nx509_extensions=ca\nprompt=no\n" +
      // A name of its own for each CA, so that a renewed one is never taken for the old.
      `[dn]\nO=Craton\nCN=${name.slice(0, 40)} CA ${randomBytes(4).toString("hex")}\n` +
      "[ca]\nbasicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\n" +
      "subjectKeyIdentifier=hash\n";
    fs.writeFileSync(at("config"), config);
    const how = ["-new", "-x509", "-sha256", "-days", String(days), "-set_serial", serial()];
    openssl(["req", ...how, "-key", at("key"), "-config", at("config"), "-out", at("crt")]);
    writeText(folder, "ca.key", key, 0o600);
    writeText(folder, "ca.crt", fs.readFileSync(at("crt"), "utf8"), 0o644);
  });
  made.push(label);
  const fresh = readText(join(folder, "ca.crt"));
  return { folder, certificate: new X509Certificate(fresh), text: fresh };
}
