/** Whether a certificate on disk is still the one that is wanted: lasts, fits its key, its CA, its subject and its names. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";

/** A certificate with less time left than this is made anew, in ms. */
export const renewBefore = 30 * 24 * 3600 * 1000;

/** Extended key usages by openssl's name: their object identifiers (RFC 5280, 4.2.1.12). */
const oids = { serverAuth: "1.3.6.1.5.5.7.3.1", clientAuth: "1.3.6.1.5.5.7.3.2" };

/** The certificate of a PEM text; null for null and for what is no certificate. */
export function parseCertificate(text) {
  try {
    return text === null ? null : new X509Certificate(text);
  } catch {
    return null;
  }
}

/** Whether the certificate lasts long enough and is for this key. */
export function holds(certificate, keyText) {
  try {
    const left = Date.parse(certificate.validTo) - Date.now();
    return left > renewBefore && certificate.checkPrivateKey(createPrivateKey(keyText));
  } catch {
    return false;
  }
}

/** Whether this CA signed the certificate for just this subject, these usages and at least these hosts. */
export function fits(certificate, ca, leaf) {
  const subject = certificate.subject.split("\n");
  const organizations = subject.filter((line) => line.startsWith("O=")).map((line) => line.slice(2));
  return (
    certificate.checkIssued(ca.certificate) &&
    certificate.verify(ca.certificate.publicKey) &&
    subject.includes(`CN=${leaf.cn}`) &&
    organizations.sort().join("\n") === [...leaf.organizations].sort().join("\n") &&
    leaf.usages.every((usage) => (certificate.keyUsage ?? []).includes(oids[usage])) &&
    leaf.hosts.every((host) => (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined)
  );
}
