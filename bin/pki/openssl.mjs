/** The `openssl` command line, and the scratch folder that its inputs and outputs pass through. */
import { execFileSync } from "node:child_process";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { join } from "node:path";

/** Runs one openssl command. Throws with what openssl said, or with the package that is missing. */
export function openssl(args) {
  try {
    execFileSync("openssl", args, { stdio: ["ignore", "pipe", "pipe"], env: { PATH: process.env.PATH } });
  } catch (error) {
    if (error.code === "ENOENT") throw new Error("the command openssl is missing (Debian package openssl)");
    const said = String(error.stderr ?? "").trim();
    throw new Error(`openssl ${args[0]} failed: ${said || error.message}`);
  }
}

/** A new EC P-256 private key as PKCS#8 PEM. */
export const ecKey = () =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });

/** A random serial number of 128 bits, as openssl takes it. */
export const serial = () => `0x00${randomBytes(16).toString("hex")}`;

/** Runs `work` with a scratch folder that only this user can read, and removes it. */
export function scratch(caFolder, work) {
  const folder = fs.mkdtempSync(join(caFolder, "tmp-"));
  try {
    return work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
