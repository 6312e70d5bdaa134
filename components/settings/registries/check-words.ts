/** What a test of a registry found, in words. */
import type { RegistryCheck } from "@/lib/contract/registry.ts";
import { plainText } from "@/lib/format/plain-text.ts";

const access: Record<RegistryCheck["access"], string> = {
  open: "it lets everybody in",
  basic: "it takes this user and password",
  token: "it takes this user and password, by token",
  "anonymous-token": "it gives tokens to everybody",
};

export function checkWords({ host, access: how, milliseconds }: RegistryCheck): string {
  return `${plainText(host)} answers in ${milliseconds} ms: ${access[how]}`;
}

const failures = [
  "fetch-failed",
  "registry-denied",
  "registry-tls",
  "registry-private",
  "registry-busy",
  "not-a-registry",
];

/** The registry's own failing, which may be over tomorrow; not a fault of the form. */
export function isTestFailure(code: string | undefined): boolean {
  return code !== undefined && failures.includes(code);
}
