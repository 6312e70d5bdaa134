/**
 * References to images in registries: `docker://[REGISTRY/]REPOSITORY[:TAG][@DIGEST]`. Without a registry it is Docker Hub's, where a
 * single name stands in `library/`. The grammar is the distribution specification's (registry-identity.md 1.4).
 */
import { CratonError } from "../../../lib/contract/errors.ts";
import { isHost } from "../../../lib/contract/registry-host.ts";
import { isDigest } from "../store/layout.ts";
import { isRepository, isTag } from "./names.ts";

export type Reference = {
  /** As configured and shown: `docker.io`, `127.0.0.1:5000`, `[::1]:5000`. */
  registry: string;
  repository: string;
  /** `latest` when neither tag nor digest was given; null when only a digest was. */
  tag: string | null;
  digest: string | null;
  /** Normal form, with `docker://`. */
  source: string;
};

const hubNames = new Set(["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"]);

export function parseReference(text: string): Reference {
  const fault = (why: string) => new CratonError("bad-name", { value: text, what: "image reference", why });
  const body = text.replace(/^docker:\/\//, "");
  if (body.length > 1024) throw fault("it is longer than 1024 characters");
  const [named = "", digest = null, ...more] = body.split("@");
  if (more.length > 0 || (digest !== null && !isDigest(digest)))
    throw fault("the digest must be sha256: and 64, or sha512: and 128 lower-case hex digits");
  const { registry, rest } = splitRegistry(named);
  if (!isHost(registry)) throw fault(`${registry || "the registry"} is no host name`);
  const colon = rest.indexOf(":");
  const path = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? (digest === null ? "latest" : null) : rest.slice(colon + 1);
  if (tag !== null && !isTag(tag))
    throw fault("the tag must be at most 128 letters, digits and _ . - and not begin with . or -");
  const repository = registry === "docker.io" && !path.includes("/") && path !== "" ? `library/${path}` : path;
  if (!isRepository(repository))
    throw fault("the repository must be lower-case letters and digits, joined by . _ - and /");
  const suffix = `${tag === null ? "" : `:${tag}`}${digest === null ? "" : `@${digest}`}`;
  return { registry, repository, tag, digest, source: `docker://${registry}/${repository}${suffix}` };
}

/** The first part is a registry when it could be nothing else: it has a dot or a port, or is `localhost`. */
function splitRegistry(named: string): { registry: string; rest: string } {
  const slash = named.indexOf("/");
  const first = slash < 0 ? "" : named.slice(0, slash);
  if (!/[.:]/.test(first) && first !== "localhost") return { registry: "docker.io", rest: named };
  const registry = first.toLowerCase();
  return { registry: hubNames.has(registry) ? "docker.io" : registry, rest: named.slice(slash + 1) };
}
