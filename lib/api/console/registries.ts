/** Registries of a node: settings, tests, and what a registry has. */
import {
  type RegistryChange,
  type RegistryCheck,
  type RegistryEntry,
  type RegistryPut,
  type RegistryTest,
  registryChange,
  registryCheck,
  registryList,
} from "../../contract/registry.ts";
import {
  type RemoteImage,
  type RepositoryPage,
  remoteImage,
  repositoryPage,
  type TagPage,
  tagPage,
} from "../../contract/registry-browse.ts";
import { api } from "../../paths.ts";
import { type CallOptions, call } from "./http.ts";

export type NodeOfCluster = { cluster: string; node: string };

export async function listRegistries(
  { cluster, node }: NodeOfCluster,
  options?: CallOptions,
): Promise<RegistryEntry[]> {
  return (await call("GET", api.registries(cluster, node), registryList, undefined, options)).registries;
}

/** The registry is asked first unless the request says `untested`. */
export function putRegistry(
  { cluster, node }: NodeOfCluster,
  host: string,
  request: Partial<RegistryPut>,
  options?: CallOptions,
): Promise<RegistryChange> {
  return call("PUT", api.registry(cluster, node, host), registryChange, request, options);
}

export function removeRegistry({ cluster, node }: NodeOfCluster, host: string): Promise<RegistryChange> {
  return call("DELETE", api.registry(cluster, node, host), registryChange);
}

export function testRegistry({ cluster, node }: NodeOfCluster, request: RegistryTest): Promise<RegistryCheck> {
  return call("POST", api.registryTest(cluster, node), registryCheck, request);
}

export function listRepositories(
  { cluster, node }: NodeOfCluster,
  host: string,
  cursor: string | null,
  options?: CallOptions,
): Promise<RepositoryPage> {
  return call("GET", api.registryRepositories(cluster, node, host, cursor), repositoryPage, undefined, options);
}

export function listTags(
  { cluster, node }: NodeOfCluster,
  where: { host: string; repository: string },
  cursor: string | null,
  options?: CallOptions,
): Promise<TagPage> {
  const url = api.registryTags(cluster, node, where.host, where.repository, cursor);
  return call("GET", url, tagPage, undefined, options);
}

/** `reference`: a tag or a digest. */
export function describeRemoteImage(
  { cluster, node }: NodeOfCluster,
  where: { host: string; repository: string; reference: string },
  options?: CallOptions,
): Promise<RemoteImage> {
  const url = api.registryImage(cluster, node, where.host, where.repository, where.reference);
  return call("GET", url, remoteImage, undefined, options);
}
