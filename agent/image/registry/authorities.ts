/** Certificates of authorities as an administrator pastes them: PEM, nothing else. */
import { X509Certificate } from "node:crypto";
import { CratonError } from "../../../lib/contract/errors.ts";

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
const most = 32;

/** The certificates alone, one after the other. `bad-body` at `$.ca` for what is none. */
export function readAuthorities(pem: string): string {
  const fault = (why: string) =>
    new CratonError("bad-body", { path: "$.ca", why }, { errors: [{ path: "$.ca", message: why }] });
  const blocks = [...pem.matchAll(block)];
  if (blocks.some(([, kind]) => kind?.includes("PRIVATE KEY")))
    throw fault("it holds a private key; give the certificate alone");
  const certificates = blocks.filter(([, kind]) => kind === "CERTIFICATE").map(([text]) => text);
  if (certificates.length === 0) throw fault("it holds no certificate (-----BEGIN CERTIFICATE-----)");
  if (certificates.length > most) throw fault(`it holds more than ${most} certificates`);
  for (const [i, text] of certificates.entries())
    if (parse(text) === null) throw fault(`certificate ${i + 1} cannot be read`);
  return `${certificates.join("\n")}\n`;
}

/** What each is called: its subject, a line. */
export function authorityNames(pem: string | null): string[] {
  return [...(pem ?? "").matchAll(block)].map(([text]) =>
    (parse(text)?.subject ?? "unreadable").replaceAll("\n", ", ").slice(0, 256),
  );
}

function parse(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
