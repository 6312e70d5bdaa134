/** Pods of a node: reads and changes, each with its right and its audit entry. */
import { randomUUID } from "node:crypto";
import type { PodPlanAnswer } from "../../contract/agent-api.ts";
import type { Pod, PodCreate, PodStop, PodUsage } from "../../contract/pod.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "./actor.ts";
import { agentOf, type NodeRef } from "./cluster.ts";
import { allow, allowRead, change } from "./guard.ts";
import { extraRights, summary } from "./pod-rights.ts";

export type PodRef = NodeRef & { uuid: string };

export async function listPods(context: ServerContext, actor: Actor, ref: NodeRef): Promise<{ pods: Pod[] }> {
  await allowRead(context, actor, "list", "pod");
  const { pods } = await agentOf(context, ref).pods.list(callerOf(actor));
  return { pods };
}

export async function getPod(context: ServerContext, actor: Actor, ref: PodRef): Promise<Pod> {
  await allowRead(context, actor, "get", "pod", ref.uuid);
  return agentOf(context, ref).pods.get(callerOf(actor), ref.uuid);
}

export async function getPodManifest(context: ServerContext, actor: Actor, ref: PodRef): Promise<unknown> {
  await allowRead(context, actor, "get", "pod", ref.uuid);
  return agentOf(context, ref).pods.manifest(callerOf(actor), ref.uuid);
}

export async function getPodUsage(context: ServerContext, actor: Actor, ref: PodRef): Promise<PodUsage> {
  await allowRead(context, actor, "get", "pod", ref.uuid);
  return agentOf(context, ref).pods.usage(callerOf(actor), ref.uuid);
}

/** A dry run; it needs the rights that the creation needs, and changes nothing. */
export async function planPod(
  context: ServerContext,
  actor: Actor,
  ref: NodeRef,
  request: PodCreate,
): Promise<PodPlanAnswer> {
  const also = extraRights(request);
  await allow(context, actor, {
    verb: "create",
    noun: "pod",
    object: "",
    node: ref.node,
    also,
    details: { plan: true },
  });
  return agentOf(context, ref).pods.plan(callerOf(actor), request);
}

/** The UUID is set here when the browser set none, so that the entry before the deed names it. */
export async function createPod(context: ServerContext, actor: Actor, ref: NodeRef, request: PodCreate): Promise<Pod> {
  const agent = agentOf(context, ref);
  const named = { ...request, uuid: request.uuid ?? randomUUID() };
  const deed = {
    verb: "create" as const,
    noun: "pod" as const,
    object: named.uuid,
    node: ref.node,
    also: extraRights(request),
    details: summary(request),
  };
  return change(context, actor, deed, () => agent.pods.create(callerOf(actor, true), named));
}

export async function startPod(context: ServerContext, actor: Actor, ref: PodRef): Promise<Pod> {
  const agent = agentOf(context, ref);
  const deed = { verb: "start", noun: "pod", object: ref.uuid, node: ref.node } as const;
  return change(context, actor, deed, () => agent.pods.start(callerOf(actor, true), ref.uuid));
}

export async function stopPod(context: ServerContext, actor: Actor, ref: PodRef, request: PodStop): Promise<Pod> {
  const agent = agentOf(context, ref);
  const deed = { verb: "stop", noun: "pod", object: ref.uuid, node: ref.node, details: { ...request } } as const;
  return change(context, actor, deed, () => agent.pods.stop(callerOf(actor, true), ref.uuid, request));
}

export async function removePod(context: ServerContext, actor: Actor, ref: PodRef): Promise<void> {
  const agent = agentOf(context, ref);
  const deed = { verb: "remove", noun: "pod", object: ref.uuid, node: ref.node } as const;
  return change(context, actor, deed, () => agent.pods.remove(callerOf(actor, true), ref.uuid));
}
