/** Names one request in answers, logs and both audit logs. */
import { randomBytes } from "node:crypto";

export function makeRequestId(): string {
  return randomBytes(9).toString("base64url");
}
