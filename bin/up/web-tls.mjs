/** A certificate for a console that listens beyond loopback, signed by Craton's own CA, when the operator gives none. */
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { command } from "./command.mjs";

/** Answers {cert, key}: the operator's own, or STATE/console/tls/web.{crt,key}, renewed when less than 30 days are left. */
export async function webCertificate(state, { host, tls }, owner) {
  if (tls !== null) return tls;
  const folder = path.join(state, "console/tls");
  const cert = path.join(folder, "web.crt");
  const key = path.join(folder, "web.key");
  const names = [...new Set([host, os.hostname(), "localhost", "127.0.0.1"])].filter(
    (name) => name !== "0.0.0.0" && name !== "::",
  );
  const wanted = names.map((name) => (net.isIP(name) ? `IP:${name}` : `DNS:${name}`)).join(",");
  const note = path.join(folder, "web.names");
  const isFresh =
    fs.existsSync(cert) &&
    fs.existsSync(note) &&
    fs.readFileSync(note, "utf8") === wanted &&
    (await command("openssl", ["x509", "-in", cert, "-noout", "-checkend", String(30 * 86400)]).then(
      () => true,
      () => false,
    ));
  if (isFresh) return { cert, key };
  const ca = path.join(state, "ca");
  const extensions = path.join(folder, "web.ext");
  fs.writeFileSync(extensions, `subjectAltName=${wanted}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`);
  await command("openssl", [
    "req",
    "-new",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-keyout",
    key,
    "-subj",
    "/CN=craton console",
    "-out",
    `${cert}.csr`,
  ]);
  await command("openssl", [
    "x509",
    "-req",
    "-in",
    `${cert}.csr`,
    "-CA",
    path.join(ca, "ca.crt"),
    "-CAkey",
    path.join(ca, "ca.key"),
    "-days",
    "397",
    "-extfile",
    extensions,
    "-out",
    cert,
  ]);
  fs.rmSync(`${cert}.csr`);
  fs.rmSync(extensions);
  fs.chmodSync(key, 0o600);
  if (owner) for (const file of [cert, key]) fs.chownSync(file, owner.uid, owner.gid);
  fs.writeFileSync(note, wanted);
  return { cert, key };
}
