/** The audit log, newest first. */
import { type AuditPage, auditPage } from "../../contract/console.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

export type AuditQuery = {
  user?: string;
  action?: string;
  outcome?: string;
  /** Found anywhere in object, details or request id. */
  text?: string;
  before?: number;
  limit?: number;
};

export function auditUrl(query: AuditQuery): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") params.set(key, String(value));
  }
  const text = params.toString();
  return text === "" ? api.audit() : `${api.audit()}?${text}`;
}

export function getAudit(query: AuditQuery = {}, options?: CallOptions): Promise<AuditPage> {
  return call("GET", auditUrl(query), auditPage, undefined, options);
}
