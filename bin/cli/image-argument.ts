/** What a user names as an image: something to fetch, a file here, or an image of the store. */
import type { InsecureOption } from "../../lib/contract/insecure-options.ts";
import { UsageError } from "./failure.ts";

export type ImageArgument =
  /** Fetched by the agent: a registry, a web address, another node. */
  | { kind: "remote"; source: string }
  /** An App Container name: of the store, or to be discovered. */
  | { kind: "name"; source: string }
  | { kind: "file"; path: string }
  | { kind: "store"; ref: string };
export type PullPolicy = "new" | "update" | "never";
export type FetchOptions = {
  insecure: InsecureOption[];
  policy: PullPolicy;
  /** The file of the signature, when it is not FILE.asc. */
  signature?: string;
  passphrase?: string;
};

/**
 * A path begins with / or ., or ends in .aci; docker://, https:// and http:// are fetched from there; a name whose first part could be a
 * host may be discovered; the rest is looked up in the store.
 */
export function imageArgument(text: string): ImageArgument {
  if (/^(docker|https?):\/\//i.test(text)) return { kind: "remote", source: text };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (scheme)
    throw new UsageError(
      `images cannot be fetched by ${scheme}: give a name, https://…, docker://…, a file, or an image of the store`,
    );
  if (/^(\/|\.\.?\/)/.test(text) || text.endsWith(".aci")) return { kind: "file", path: text };
  const host = text.replace(/^discover:/, "").split(/[/:,]/)[0] ?? "";
  if (host.includes(".") || host === "localhost") return { kind: "name", source: text };
  return { kind: "store", ref: text };
}

export function pullPolicy(value: string | undefined, fallback: PullPolicy): PullPolicy {
  if (value === undefined) return fallback;
  if (value === "new" || value === "update" || value === "never") return value;
  throw new UsageError(`--pull-policy is new, update or never, not ${value}`);
}
