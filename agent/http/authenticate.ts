/** A request's caller: certificate, then assertion, then right. Nothing else of a request says who it is from. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { CratonError } from "../../lib/contract/errors.ts";
import { may } from "../../lib/contract/roles.ts";
import type { Actor } from "../pod/service.ts";
import { type Verifier, verifyAssertion } from "./assertion.ts";
import type { Right } from "./endpoint.ts";
import { peerOf } from "./peer.ts";

export type Caller = { actor: Actor; client: string; requestId: string };

export const newRequestId = (): string => randomBytes(8).toString("hex");

function bearer(request: IncomingMessage): string {
  const given = request.headersDistinct.authorization ?? [];
  if (given.length === 0) throw new CratonError("bad-assertion", { why: "there is none" });
  if (given.length > 1) throw new CratonError("bad-assertion", { why: "there are several" });
  const match = /^Bearer ([^\s]+)$/.exec(given[0] ?? "");
  if (match?.[1] === undefined) throw new CratonError("bad-assertion", { why: "it is no bearer token" });
  return match[1];
}

/** The client's name alone, for /metrics: its key must be in the trust folder too. */
export function authenticateClient(request: IncomingMessage, verifier: Verifier): string {
  const client = peerOf(request.socket, verifier.now());
  if (verifier.key(client) === null)
    throw new CratonError("unauthenticated", { why: `the client ${client} is not trusted` });
  return client;
}

/** Another node, by its certificate and the file that lets it in. It acts for no user; `viewer` is the least that an actor can be. */
export function authenticatePeer(request: IncomingMessage, verifier: Verifier): Caller {
  const client = peerOf(request.socket, verifier.now());
  if (verifier.peer?.(client) !== true)
    throw new CratonError("unauthenticated", { why: `the node ${client} is not among those that may take images` });
  return { actor: { user: client, role: "viewer" }, client, requestId: newRequestId() };
}

export function authenticate(request: IncomingMessage, verifier: Verifier): Caller {
  const client = authenticateClient(request, verifier);
  const claims = verifyAssertion(bearer(request), client, verifier);
  const rid = claims.rid;
  // The console's own request id joins both logs; anything odd in its place is not repeated.
  const requestId = rid !== undefined && /^[A-Za-z0-9._:-]{1,64}$/.test(rid) ? rid : newRequestId();
  return { actor: { user: claims.sub, role: claims.role }, client, requestId };
}

export function authorise({ user, role }: Actor, right: Exclude<Right, string>): void {
  const why = may(role, right.verb, right.noun);
  if (why !== null) throw new CratonError("forbidden", { user, verb: right.verb, noun: right.noun, why });
}
