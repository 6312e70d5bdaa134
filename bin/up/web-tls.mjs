/** The certificate of a console that listens beyond loopback: the operator's own, or one signed by Craton's own CA. */
import os from "node:os";
import { ensureWebCertificate } from "../certs.mjs";

/** Answers {cert, key}, both paths of files that the console can read. */
export function webCertificate({ state, node, host, tls }, owner) {
  if (tls !== null) return tls;
  const names = [host, os.hostname(), "localhost", "127.0.0.1"].filter((name) => name !== "0.0.0.0" && name !== "::");
  return ensureWebCertificate({ state, node, hosts: [...new Set(names)], owner: owner ?? null });
}
