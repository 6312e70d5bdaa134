/** A Kubernetes Status that is no success, as an error of our own table. All its words are the cluster's: hostile text. */
import { CratonError, type PathError } from "../../contract/errors.ts";
import { plainText } from "../../format/plain-text.ts";

type Cause = { message?: unknown; field?: unknown };
type Details = { name?: unknown; kind?: unknown; group?: unknown; causes?: unknown; retryAfterSeconds?: unknown };
type Status = { message?: unknown; reason?: unknown; details?: Details };

const clean = (value: unknown, most: number): string | null =>
  typeof value === "string" && value !== "" ? plainText(value).trim().slice(0, most) : null;

/** `User "alice" cannot list resource "pods" in API group "apps" in the namespace "web"`, as RBAC says it. */
const denial =
  /User "([^"]*)" cannot (\S+) resource "([^"]*)" in API group "([^"]*)"(?: (at the cluster scope)| in the namespace "([^"]*)")?/;

export type Asked = { cluster: string; method: string; path: string; status: number; retryAfter?: string };

/** `body` is the answer's text as far as it was read; it may be no Status at all (a proxy's page). */
export function statusError(asked: Asked, body: string): CratonError {
  const { cluster, status } = asked;
  const given = parse(body);
  const details = (typeof given.details === "object" ? given.details : null) ?? {};
  const words = clean(given.message, 2_000) ?? `status ${status}`;
  const reason = clean(given.reason, 100);
  const what = clean(details.kind, 100) ?? "object";
  const value = clean(details.name, 300) ?? plainText(asked.path.split("?")[0] ?? "").slice(0, 300);
  const facts = { cluster, status, reason, why: words };
  switch (status) {
    case 401:
      return new CratonError("cluster-auth", { ...facts, why: "it does not accept the credential" });
    case 403:
      return forbidden(asked, words, facts);
    case 404:
      return new CratonError("not-found", { ...facts, what, value });
    case 409:
      if (reason === "AlreadyExists") return new CratonError("conflict", { ...facts, what, value });
      return new CratonError("kube-conflict", { ...facts, what, value });
    case 410:
      return new CratonError("kube-expired", facts);
    case 422:
      return new CratonError("kube-invalid", { ...facts, what, value }, { errors: causesOf(details.causes) });
    case 429: {
      const seconds = Number(details.retryAfterSeconds ?? asked.retryAfter);
      return new CratonError("kube-busy", { ...facts, seconds: seconds > 0 ? Math.min(Math.ceil(seconds), 3_600) : 1 });
    }
    default:
      return new CratonError("kube-failed", facts);
  }
}

function parse(body: string): Status {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Status) : {};
  } catch {
    return {};
  }
}

const verbs: Record<string, string> = { GET: "get", POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" };

function forbidden(asked: Asked, words: string, facts: Record<string, string | number | null>): CratonError {
  const [, user, verb, resource, group, everywhere, namespace] = denial.exec(words) ?? [];
  const noun = resource === undefined ? "this" : group ? `${resource}.${group}` : resource;
  const where = namespace !== undefined ? ` in the namespace ${namespace}` : everywhere ? " in the whole cluster" : "";
  return new CratonError("kube-forbidden", {
    ...facts,
    user: user ?? "the user",
    verb: verb ?? verbs[asked.method] ?? asked.method,
    resource: noun,
    namespace: namespace ?? null,
    where,
  });
}

function causesOf(causes: unknown): PathError[] {
  if (!Array.isArray(causes)) return [];
  return causes.slice(0, 100).flatMap((cause: Cause | null) => {
    const message = clean(cause?.message, 1_000);
    return message === null ? [] : [{ path: clean(cause?.field, 300) ?? "", message }];
  });
}
