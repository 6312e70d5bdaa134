/** A certificate near its end in place of a good one: signed by the same authority for the same subject. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";

/** Rewrites `file`.crt for the key of `file`.key, to last `days`. The file keeps its owner. */
export function signShort(authority: string, file: string, { cn, days }: { cn: string; days: number }): void {
  const request = execFileSync("openssl", ["req", "-new", "-key", `${file}.key`, "-subj", `/CN=${cn}`], {
    stdio: "pipe",
  });
  const signed = execFileSync(
    "openssl",
    ["x509", "-req", "-CA", `${authority}/ca.crt`, "-CAkey", `${authority}/ca.key`, "-days", String(days)],
    { input: request, stdio: "pipe" },
  );
  fs.writeFileSync(`${file}.crt`, signed);
}
