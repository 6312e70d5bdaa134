/**
 * The impersonation headers of a request, built from a user's name and groups and from nothing else. Kubernetes trusts them
 * as it trusts a certificate, so that what could be read as another header, or as one of its own identities, is refused.
 */
import { CratonError } from "../../contract/errors.ts";
import type { KubeActing } from "./kube-source.ts";

/** Printable ASCII without blanks and commas: one line, one value. */
const plain = /^[!-+\--~]{1,256}$/;

function check(what: string, value: string): string {
  const refuse = (why: string) => new CratonError("bad-name", { value: JSON.stringify(value.slice(0, 80)), what, why });
  if (!plain.test(value)) throw refuse("printable signs without blanks and commas, at most 256");
  if (/^system:/i.test(value)) throw refuse("names that begin with system: are Kubernetes' own");
  return value;
}

/** `Impersonate-User` and `Impersonate-Group` alone; `bad-name` when a name cannot be one. */
export function impersonationHeaders({ user, groups }: KubeActing): Record<string, string | string[]> {
  const name = check("user name", user);
  const all = [...new Set(groups)].map((group) => check("group name", group));
  return { "impersonate-user": name, ...(all.length > 0 ? { "impersonate-group": all } : {}) };
}
