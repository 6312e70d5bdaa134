/** Is there a registry, and does it let this node in? Asks its base address once, as every client does first. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { RegistryCheck } from "../../../lib/contract/registry.ts";
import { parseChallenges } from "./challenge.ts";
import type { Registries } from "./config.ts";
import { type ApiAnswer, RegistryApi } from "./registry-api.ts";
import { shownUrl } from "./request.ts";

const patience = { connectMs: 10_000, headersMs: 10_000, idleMs: 10_000 };
const maxAnswer = 64 * 1024;

/** Throws why not: `fetch-failed` (no answer), `registry-tls`, `registry-private`, `registry-denied`, `registry-busy`, `not-a-registry`. */
export async function probeRegistry(host: string, registries: Registries, signal: AbortSignal): Promise<RegistryCheck> {
  const started = performance.now();
  const api = new RegistryApi(host, registries, "", patience);
  try {
    const url = api.url("");
    const answer = await api.get(url, maxAnswer, signal).catch((error) => {
      if (!(error instanceof CratonError) || error.code !== "too-large") throw error;
      throw notOne(url, "it answers with far too much");
    });
    const hasCredentials = (await registries.basic(host)) !== null;
    judge(host, url, answer, api.challenge, hasCredentials);
    const milliseconds = Math.round(performance.now() - started);
    return { host, url: shownUrl(url), access: accessOf(api.challenge, hasCredentials), milliseconds };
  } finally {
    api.close();
  }
}

function judge(host: string, url: URL, answer: ApiAnswer, challenge: string | null, hasCredentials: boolean): void {
  const { status, headers } = answer;
  const denied = (why: string) => new CratonError("registry-denied", { registry: host, source: shownUrl(url), why });
  if (status === 401) {
    const schemes = parseChallenges(challenge ?? "").map(({ scheme }) => scheme);
    if (!schemes.some((scheme) => scheme === "basic" || scheme === "bearer"))
      throw notOne(url, "it answers 401 and names no way to sign in that registries have");
    throw denied(hasCredentials ? "it does not accept this user and password" : "it wants a user and a password");
  }
  if (status === 403) throw denied("it answers 403: these credentials may do nothing there");
  if (status === 429) throw new CratonError("registry-busy", { registry: host, why: "it answers 429" });
  if (status !== 200) throw notOne(url, `it answers ${status}`);
  const isApi = String(headers["docker-distribution-api-version"] ?? "").startsWith("registry/2");
  const isPage = /html/i.test(headers["content-type"] ?? "");
  if (!isApi && isPage) throw notOne(url, "it answers with a web page");
}

function notOne(url: URL, why: string): CratonError {
  return new CratonError("not-a-registry", { url: shownUrl(url), why });
}

function accessOf(challenge: string | null, hasCredentials: boolean): RegistryCheck["access"] {
  if (challenge === null) return "open";
  if (!parseChallenges(challenge).some(({ scheme }) => scheme === "bearer")) return "basic";
  return hasCredentials ? "token" : "anonymous-token";
}
