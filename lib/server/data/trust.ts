/** Trusted keys of a node: who may list images lists them, administrators change them. */
import type { TrustAdd, TrustList, TrustPlace, TrustReview, TrustReviewed } from "../../contract/trust.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "./actor.ts";
import { agentOf, type NodeRef } from "./cluster.ts";
import { allowRead, change, type Deed } from "./guard.ts";

export async function listTrust(context: ServerContext, actor: Actor, ref: NodeRef): Promise<TrustList> {
  await allowRead(context, actor, "list", "trust");
  return agentOf(context, ref).trust.list(callerOf(actor));
}

/** Changes nothing, but may ask other hosts, and checks left out are written down: so all of them are. */
export function reviewTrust(
  context: ServerContext,
  actor: Actor,
  ref: NodeRef,
  request: TrustReview,
): Promise<TrustReviewed> {
  const { from, insecureOptions = [] } = request;
  const object = from.kind === "url" ? from.url : from.kind === "discovery" ? from.prefix : "a text";
  const details = { insecureOptions };
  const deed: Deed = { verb: "create", word: "review", noun: "trust", object, node: ref.node, details, read: true };
  return change(context, actor, deed, () => agentOf(context, ref).trust.review(callerOf(actor), request));
}

export function addTrust(context: ServerContext, actor: Actor, ref: NodeRef, request: TrustAdd): Promise<TrustList> {
  const agent = agentOf(context, ref);
  return change(context, actor, deedOf("create", "add", ref, request), () => agent.trust.add(callerOf(actor), request));
}

export function maskTrust(context: ServerContext, actor: Actor, ref: NodeRef, place: TrustPlace): Promise<TrustList> {
  const agent = agentOf(context, ref);
  return change(context, actor, deedOf("remove", "mask", ref, place), () => agent.trust.mask(callerOf(actor), place));
}

export function removeTrust(context: ServerContext, actor: Actor, ref: NodeRef, place: TrustPlace): Promise<TrustList> {
  const agent = agentOf(context, ref);
  const deed = deedOf("remove", "remove", ref, place);
  return change(context, actor, deed, () => agent.trust.remove(callerOf(actor, true), place));
}

function deedOf(verb: "create" | "remove", word: string, { node }: NodeRef, { fingerprint, prefix }: TrustPlace): Deed {
  return { verb, word, noun: "trust", object: fingerprint, node, details: { prefix: prefix ?? "every name" } };
}
