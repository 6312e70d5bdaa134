/** Registries of a node: everybody reads their names, administrators set them, who may fetch looks into them. */
import type { RegistryPageQuery } from "../../api/agent/registries.ts";
import type {
  RegistryChange,
  RegistryCheck,
  RegistryList,
  RegistryPut,
  RegistryTest,
} from "../../contract/registry.ts";
import type { RemoteImage, RepositoryPage, TagPage } from "../../contract/registry-browse.ts";
import type { ServerContext } from "../context.ts";
import { type Actor, callerOf } from "./actor.ts";
import { agentOf, type NodeRef } from "./cluster.ts";
import { allowRead, change, type Deed } from "./guard.ts";

export type RegistryRef = NodeRef & { host: string };

export async function listRegistries(context: ServerContext, actor: Actor, ref: NodeRef): Promise<RegistryList> {
  await allowRead(context, actor, "list", "registry");
  return agentOf(context, ref).registries.list(callerOf(actor));
}

export function putRegistry(
  context: ServerContext,
  actor: Actor,
  ref: RegistryRef,
  request: RegistryPut,
): Promise<RegistryChange> {
  const deed = deedOf("update", ref, detailsOf(request));
  return change(context, actor, deed, () => agentOf(context, ref).registries.put(callerOf(actor), ref.host, request));
}

export function removeRegistry(context: ServerContext, actor: Actor, ref: RegistryRef): Promise<RegistryChange> {
  const agent = agentOf(context, ref);
  return change(context, actor, deedOf("remove", ref), () => agent.registries.remove(callerOf(actor, true), ref.host));
}

/** Changes nothing, but sends credentials somewhere: so it is written down. */
export function testRegistry(
  context: ServerContext,
  actor: Actor,
  ref: NodeRef,
  request: RegistryTest,
): Promise<RegistryCheck> {
  const { host, settings } = request;
  const details = settings === undefined ? {} : detailsOf(settings);
  const deed: Deed = { ...deedOf("update", { ...ref, host }, details), word: "test", read: true };
  return change(context, actor, deed, () => agentOf(context, ref).registries.test(callerOf(actor), request));
}

export async function listRepositories(
  context: ServerContext,
  actor: Actor,
  ref: RegistryRef,
  query: RegistryPageQuery,
): Promise<RepositoryPage> {
  await allowRead(context, actor, "fetch", "image", ref.host);
  return agentOf(context, ref).registries.repositories(callerOf(actor), ref.host, query);
}

export async function listTags(
  context: ServerContext,
  actor: Actor,
  ref: RegistryRef,
  query: RegistryPageQuery & { repository: string },
): Promise<TagPage> {
  await allowRead(context, actor, "fetch", "image", ref.host);
  return agentOf(context, ref).registries.tags(callerOf(actor), ref.host, query);
}

export async function describeRemoteImage(
  context: ServerContext,
  actor: Actor,
  ref: RegistryRef,
  query: { repository: string; reference: string },
): Promise<RemoteImage> {
  await allowRead(context, actor, "fetch", "image", ref.host);
  return agentOf(context, ref).registries.image(callerOf(actor), ref.host, query);
}

function deedOf(verb: "update" | "remove", { host, node }: RegistryRef, details: Record<string, unknown> = {}): Deed {
  return { verb, noun: "registry", object: host, node, details };
}

/** Passwords never enter the log, nor whole certificates. */
function detailsOf({ password, ca, ...told }: Partial<RegistryPut>): Record<string, unknown> {
  const word = (value: unknown) => (value === undefined ? "as it was" : value === null ? "none" : "given");
  return { ...told, password: told.username == null ? "none" : word(password), ca: word(ca) };
}
