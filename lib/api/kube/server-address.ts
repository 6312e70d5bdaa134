/** The server of a kubeconfig as an address: https, a host, a port, and the path below which its API stands. */
import { CratonError } from "../../contract/errors.ts";

export type ServerAddress = {
  /** `https://host:port`, for people. */
  origin: string;
  /** Without brackets. Decimal, octal and hexadecimal spellings of an address are dotted here already. */
  host: string;
  port: number;
  /** Without a slash at the end; empty for most. */
  base: string;
};

/** `unsupported`: no https URL, or one with a user, a query or a fragment. */
export function serverAddress(server: string): ServerAddress {
  const refuse = (why: string) => new CratonError("unsupported", { what: "the server of the kubeconfig", why });
  const url = URL.canParse(server) ? new URL(server) : null;
  if (url === null) throw refuse("it is no URL");
  if (url.protocol !== "https:") throw refuse("it must be https");
  if (url.username !== "" || url.password !== "") throw refuse("it may not hold a user or a password");
  if (url.search !== "" || url.hash !== "") throw refuse("it may not have a query or a fragment");
  if (url.hostname === "") throw refuse("it names no host");
  const port = url.port === "" ? 443 : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  return { origin: `https://${url.hostname}:${port}`, host, port, base: url.pathname.replace(/\/+$/, "") };
}
