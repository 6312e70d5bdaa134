/** For pages: the cluster of the URL, as far as this user may open it. */
import "server-only";
import { notFound, redirect } from "next/navigation";
import type { ClusterEntry } from "../../contract/clusters.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import { paths } from "../../paths.ts";
import { fleetEntry } from "../clusters/fleet-entry.ts";
import type { KubeCluster } from "../clusters/kube-cluster.ts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "../data/actor.ts";
import { fleet } from "../data/cluster.ts";
import { listKinds } from "../data/kinds.ts";
import { isCratonError } from "../http/craton-error.ts";
import { requirePageActor } from "./session.ts";

/** What a page waits for before it is sent without. */
const patienceMs = 400;

type Signed = { context: ServerContext; actor: Actor };

/** All that the user may open, the fleet first. */
export function clustersOf({ context, actor }: Signed): ClusterEntry[] {
  return [fleetEntry(context.config.version), ...context.clusters.list(actor)];
}

/** `segment` as it stands in the URL. Not found for a cluster that is unknown, or that the user may not open. */
export async function requireCluster(segment: string): Promise<Signed & { name: string; entries: ClusterEntry[] }> {
  const signed = await requirePageActor();
  const name = decoded(segment);
  const entries = clustersOf(signed);
  if (!entries.some((entry) => entry.name === name)) notFound();
  return { ...signed, name, entries };
}

/** For pages of Kubernetes alone: not found in the fleet. */
export async function requireKube(segment: string): Promise<Signed & { name: string; cluster: KubeCluster }> {
  const { context, actor, name } = await requireCluster(segment);
  if (name === fleet) notFound();
  return { context, actor, name, cluster: context.clusters.get(name) };
}

/** Kinds for the navigation in the page's HTML: none when they cannot be told at once, the browser asks then. */
export async function kindsOf({ context, actor }: Signed, name: string): Promise<KubeKind[]> {
  const found = listKinds(context, actor, name).catch(() => []);
  const late = new Promise<KubeKind[]>((resolve) => setTimeout(resolve, patienceMs, []).unref());
  return Promise.race([found, late]);
}

/** A kind of the cluster, whether or not the user may list it; null when there is none, or none can be told now. */
export function knownKind({ context, actor }: Signed, name: string, kind: string): KubeKind | null {
  try {
    return context.clusters.get(name).kind(actor, kind);
  } catch (error) {
    if (isCratonError(error)) return null;
    throw error;
  }
}

/** For pages of the fleet alone. */
export async function requireFleet(segment: string): Promise<void> {
  const { name } = await requireCluster(segment);
  if (name !== fleet) notFound();
}

export type ListPageProps = {
  params: Promise<{ cluster: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** For a list that the fleet has, and Kubernetes under another address: goes there, with its query. */
export async function fleetList(props: ListPageProps, kind: string): Promise<void> {
  const { name } = await requireCluster((await props.params).cluster);
  if (name === fleet) return;
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(await props.searchParams))
    for (const one of [value ?? []].flat()) query.append(key, one);
  redirect(`${paths.objects(name, kind)}${query.size > 0 ? `?${query}` : ""}`);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return notFound();
  }
}
