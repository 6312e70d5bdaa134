/**
 * The one table of errors: code, HTTP status and sentence.
 *
 * Inner code throws `CratonError(code, facts, {cause})`; only the borders (agent/http, lib/server,
 * bin/cli) turn it into an answer. A sentence is lower case, has no full stop and names the value
 * that failed through `{placeholders}` filled from the facts. Every code has its line in
 * docs/errors.md; a test holds the two equal.
 */
export const errorTable = {
  // requests
  "bad-request": { status: 400, message: "the request is not understood: {why}" },
  "bad-json": { status: 400, message: "the body is not valid JSON: {why}" },
  "bad-body": { status: 400, message: "the body does not fit at {path}: {why}" },
  "too-large": { status: 413, message: "{what} is larger than the limit of {limit} bytes" },
  unauthenticated: { status: 401, message: "sign in first: {why}" },
  forbidden: { status: 403, message: "{user} may not {verb} {noun}: {why}" },
  "bad-assertion": { status: 401, message: "the user assertion is refused: {why}" },
  "bad-origin": { status: 403, message: "the request comes from another site: {origin}" },
  "bad-host": { status: 421, message: "this console is not served as {host}" },
  "bad-csrf": { status: 403, message: "the request lacks the page's token, reload the page" },
  "bad-sign-in": { status: 401, message: "the user name or the password is wrong" },
  "rate-limited": { status: 429, message: "too many attempts, try again in {seconds} s" },
  "too-many-streams": { status: 429, message: "{client} has {limit} streams open already, close some first" },
  "password-change-needed": { status: 403, message: "choose a password of your own first" },
  "last-admin": { status: 409, message: "{user} is the only administrator, make another one first" },
  "weak-password": { status: 400, message: "the password is refused: {why}" },
  "read-only": { status: 403, message: "this console is read-only" },
  "bad-ticket": { status: 401, message: "the ticket is unknown, used or older than {seconds} s" },
  "not-found": { status: 404, message: "there is no {what} {value}" },
  "ambiguous-id": { status: 409, message: "{value} is the beginning of {count} {what}s, give more characters" },
  conflict: { status: 409, message: "{what} {value} exists already" },
  "method-not-allowed": { status: 405, message: "{method} is not allowed on {path}" },
  "events-gone": { status: 410, message: "events after {since} are no longer kept, the oldest is {oldest}" },
  unsupported: { status: 422, message: "{what} is not supported: {why}" },
  internal: { status: 500, message: "something failed inside: {why}" },
  unavailable: { status: 503, message: "{what} is not available: {why}" },
  // manifests
  "bad-manifest": { status: 422, message: "the {kind} has {count} errors, the first at {path}: {why}" },
  "bad-name": { status: 400, message: "{value} is not a valid {what}: {why}" },
  // pods
  "pod-not-found": { status: 404, message: "there is no pod {uuid}" },
  "app-not-found": { status: 404, message: "pod {uuid} has no app {app}" },
  "pod-state": { status: 409, message: "pod {uuid} cannot {verb}: {why}" },
  "app-state": { status: 409, message: "app {app} of pod {uuid} cannot {verb}: {why}" },
  "pod-failed": { status: 500, message: "pod {uuid} could not {verb}: {why}" },
  "volume-source": { status: 422, message: "volume {volume} cannot use {source}: {why}" },
  "user-unresolved": { status: 422, message: "app {app}: {what} {value} is not in the image" },
  "exec-failed": { status: 422, message: "app {app} cannot run {command}: {why}" },
  "port-taken": { status: 409, message: "host port {port}/{protocol} is taken: {why}" },
  "network-failed": { status: 500, message: "network {network} could not be {verb}: {why}" },
  // images
  "image-not-found": { status: 404, message: "there is no image {image} in the store" },
  "image-in-use": { status: 409, message: "image {image} is used by pod {uuid}" },
  "image-unsigned": {
    status: 403,
    message: "image {image} comes without a signature; an administrator may allow it with insecure-options=image",
  },
  "signature-unreadable": { status: 422, message: "the signature of {image} cannot be read: {why}" },
  "signature-broken": { status: 422, message: "the signature of {image} by {key} is no good: {why}" },
  "key-unknown": { status: 403, message: "image {image} is signed by {key}, which is no trusted key: {why}" },
  "key-prefix": { status: 403, message: "image {image} is signed by {key}, which is trusted for {prefixes} alone" },
  "key-expired": { status: 403, message: "image {image} is signed by {key}, which has expired: {why}" },
  "key-revoked": { status: 403, message: "image {image} is signed by {key}, which is revoked: {why}" },
  "key-weak": { status: 403, message: "image {image} is signed by {key}, which is too weak: {why}" },
  "passphrase-needed": { status: 422, message: "image {image} is encrypted, give its passphrase" },
  "passphrase-wrong": { status: 422, message: "image {image} cannot be opened with this passphrase" },
  "key-refused": { status: 422, message: "the key {what} is refused: {why}" },
  "key-not-found": { status: 404, message: "{folder} has no key {fingerprint} for {prefix}" },
  "bad-archive": { status: 422, message: "the archive is refused at entry {entry}: {why}" },
  "bad-image": { status: 422, message: "image {image} is refused: {why}" },
  "bad-dependency": { status: 422, message: "image {image} needs {dependency}: {why}" },
  "dependency-cycle": { status: 422, message: "image {image} depends on itself: {cycle}" },
  "image-needed": { status: 409, message: "image {image} is needed by image {by}" },
  "image-damaged": { status: 409, message: "image {image} is damaged and cannot be used: {why}" },
  "bad-digest": { status: 422, message: "{what} has digest {got}, expected {wanted}" },
  "fetch-failed": { status: 502, message: "{source} could not be fetched: {why}" },
  "address-refused": { status: 403, message: "{url} may not be asked: {why}" },
  "tls-refused": { status: 502, message: "no trusted connection to {url}: {why}" },
  "host-denied": { status: 502, message: "{host} refused {url}: {why}" },
  "discovery-failed": { status: 404, message: "nothing was discovered for {name}: {why}" },
  "image-mismatch": { status: 422, message: "{image} is not the image that was asked for: {why}" },
  "signature-late": { status: 502, message: "the signature {url} was promised and did not come: {why}" },
  "registry-denied": { status: 502, message: "registry {registry} refused {source}: {why}" },
  "registry-private": { status: 403, message: "{registry} is at {address}, an inner address, and has no entry" },
  "registry-tls": { status: 502, message: "no trusted connection to {registry}: {why}" },
  "registry-busy": { status: 429, message: "registry {registry} asks for patience: {why}" },
  "not-a-registry": { status: 502, message: "{url} is no registry: {why}" },
  "registry-fixed": { status: 409, message: "registry {registry} is set in {path} on the node, which wins" },
  "image-missing": { status: 404, message: "{source} is not there: {why}" },
  "wrong-platform": { status: 422, message: "image {image} is not made for {wanted}: {why}" },
  // host
  "no-space": { status: 507, message: "no space left for {path}" },
  "disk-failed": { status: 500, message: "{path} could not be {verb}: {why}" },
  "host-lacks": { status: 501, message: "this host lacks {what}: {why}" },
  "host-failed": { status: 500, message: "{command} failed: {why}" },
  "state-newer": { status: 500, message: "{path} has format {got}, this version knows up to {known}" },
  // console
  "bad-filter": { status: 400, message: "the filter is not understood at character {position}: {why}" },
  "kind-changed": { status: 409, message: "the columns of {kind} have changed, the list is opened anew" },
  "audit-failed": { status: 503, message: "the audit log cannot be written, so nothing is changed: {why}" },
  "agent-unreachable": { status: 502, message: "node {node} does not answer: {why}" },
  "bad-answer": { status: 502, message: "the answer of node {node} is not understood: {why}" },
  // Kubernetes clusters
  "cluster-unreachable": { status: 502, message: "cluster {cluster} does not answer at {server}: {why}" },
  "cluster-auth": { status: 502, message: "cluster {cluster} does not know who asks: {why}" },
  "kube-forbidden": { status: 403, message: "{user} may not {verb} {resource}{where}: {why}" },
  "kube-conflict": { status: 409, message: "{what} {value} was changed by somebody else: {why}" },
  "kube-invalid": { status: 422, message: "cluster {cluster} refuses {what} {value}: {why}" },
  "kube-expired": { status: 410, message: "cluster {cluster} no longer has that version: {why}" },
  "kube-busy": { status: 429, message: "cluster {cluster} has too much to do, try again in {seconds} s: {why}" },
  "kube-failed": { status: 502, message: "cluster {cluster} failed: {why}" },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof errorTable;
export type ErrorFacts = Record<string, string | number | boolean | null | undefined>;

/** What every failing answer of agent and console carries; its schema is error-body.ts. This file stays without zod, which costs the command line 20 ms. */
export type ErrorBody = {
  code: ErrorCode;
  message: string;
  /** Facts behind the sentence, and for `bad-manifest` / `bad-body` the list `errors: [{path, message}]`. */
  details: Record<string, unknown>;
  requestId: string;
};

/** One fault in a manifest or a body, at a JSON path such as `$.app.ports[0].port`. */
export type PathError = { path: string; message: string };

/** Fills `{name}` placeholders from the facts; an absent fact reads as `unknown`. */
export function errorMessage(code: ErrorCode, facts: ErrorFacts): string {
  return errorTable[code].message.replace(/\{(\w+)\}/g, (_, key: string) => String(facts[key] ?? "unknown"));
}

/** The one error class: `code` from the table, `facts` fill its sentence, `errors` lists path errors. */
export class CratonError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
  readonly errors: PathError[];
  constructor(code: ErrorCode, facts: ErrorFacts = {}, options: { cause?: unknown; errors?: PathError[] } = {}) {
    super(errorMessage(code, facts), { cause: options.cause });
    this.name = "CratonError";
    this.code = code;
    this.facts = facts;
    this.errors = options.errors ?? [];
  }
  get status(): number {
    return errorTable[this.code].status;
  }
  /** The answer's body; never holds the cause. */
  body(requestId: string): ErrorBody {
    const details: Record<string, unknown> = { ...this.facts };
    if (this.errors.length > 0) details.errors = this.errors;
    return { code: this.code, message: this.message, details, requestId };
  }
}
