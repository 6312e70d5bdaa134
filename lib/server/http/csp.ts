/** The content security policy, with a fresh nonce for each answer. */
import { randomBytes } from "node:crypto";

export function makeNonce(): string {
  return randomBytes(18).toString("base64");
}

/** `dev`: the development server evaluates code, injects styles and has a socket of its own. */
export function contentSecurityPolicy(nonce: string, dev: boolean): string {
  const policy = [
    ["default-src", "'none'"],
    ["script-src", `'nonce-${nonce}'`, "'strict-dynamic'", ...(dev ? ["'unsafe-eval'"] : [])],
    ["style-src", "'self'", ...(dev ? ["'unsafe-inline'"] : [`'nonce-${nonce}'`])],
    // Positions of rendered rows are style attributes; an attribute cannot load or run anything under this policy.
    ["style-src-attr", "'unsafe-inline'"],
    ["font-src", "'self'"],
    ["img-src", "'self'", "data:"],
    ["connect-src", "'self'", ...(dev ? ["ws:"] : [])],
    ["manifest-src", "'self'"],
    ["object-src", "'none'"],
    ["base-uri", "'none'"],
    ["form-action", "'self'"],
    ["frame-ancestors", "'none'"],
  ];
  return policy.map((words) => words.join(" ")).join("; ");
}

/** On every answer. */
export const securityHeaders: readonly [string, string][] = [
  ["x-content-type-options", "nosniff"],
  ["referrer-policy", "no-referrer"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["x-frame-options", "DENY"],
  ["x-dns-prefetch-control", "off"],
  ["permissions-policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()"],
];
