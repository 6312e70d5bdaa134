/** Certificates that a good starter never makes: of another authority, expired, for another use. By openssl. */
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Made = { cert: string; key: string };

/** `subject` as openssl takes it (`/CN=console`); `ca` is a folder with ca.key and ca.crt, absent for a self-signed one. */
export function makeCertificate({
  subject,
  extensions,
  days = 1,
  ca,
}: {
  subject: string;
  extensions: string[];
  days?: number;
  ca?: string;
}): Made {
  const folder = mkdtempSync(join(tmpdir(), "craton-cert-"));
  try {
    const at = (name: string) => join(folder, name);
    const key = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
    writeFileSync(at("key"), key, { mode: 0o600 });
    writeFileSync(at("ext"), extensions.join("\n"));
    const run = (...args: string[]) => execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"] });
    run("req", "-new", "-key", at("key"), "-subj", subject, "-out", at("csr"));
    const by = ca === undefined ? ["-signkey", at("key")] : ["-CA", join(ca, "ca.crt"), "-CAkey", join(ca, "ca.key")];
    run(
      ...["x509", "-req", "-in", at("csr"), ...by, "-set_serial", String(Date.now())],
      ...["-days", String(days), "-extfile", at("ext"), "-out", at("crt")],
    );
    return { cert: readFileSync(at("crt"), "utf8"), key: String(key) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
