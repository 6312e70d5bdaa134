/** The owners of an object on the way up, each read with the user's own right. */
import type { KubeConnection } from "../../api/kube/connection.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import { type KubeObject, kubeObject, type OwnerLink } from "../../contract/kube-object.ts";
import { asCratonError } from "../http/craton-error.ts";
import { objectPath } from "./kube-objects-path.ts";

/** Longer chains do not happen; a circle ends here too. */
const most = 8;
/** Only metadata is asked for: 1 MiB holds any. */
const limit = 1024 * 1024;
const metadataOnly = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json";

type Reference = NonNullable<KubeObject["metadata"]["ownerReferences"]>[number];

/** Nearest first. Of several owners it follows the controller; `why` tells what could not be read, and ends the chain. */
export async function ownersOf(
  connection: KubeConnection,
  kinds: readonly KubeKind[],
  object: KubeObject,
  signal?: AbortSignal,
): Promise<OwnerLink[]> {
  const chain: OwnerLink[] = [];
  const { namespace = null } = object.metadata;
  let next = leading(object);
  while (next !== undefined && chain.length < most) {
    const { kind: word, name, uid, apiVersion } = next;
    const kind = kinds.find((one) => one.kind === word && one.resource !== "" && groupOf(apiVersion) === one.group);
    const link = { kind: word, name, kindId: kind?.name ?? null, namespace: kind?.namespaced ? namespace : null };
    if (kind === undefined) return [...chain, { ...link, why: `the cluster shows no kind ${word} of ${apiVersion}` }];
    try {
      const path = objectPath(kind, link);
      const owner = kubeObject.parse(await connection.json({ path, accept: metadataOnly, signal }, limit));
      const isOther = owner.metadata.uid !== uid;
      chain.push({ ...link, why: isOther ? "it is gone, another one has its name" : null });
      next = isOther ? undefined : leading(owner);
    } catch (error) {
      const { code, message } = asCratonError(error);
      return [...chain, { ...link, why: code === "not-found" ? "it is gone" : message }];
    }
  }
  return chain;
}

function leading(object: KubeObject): Reference | undefined {
  const references = object.metadata.ownerReferences ?? [];
  return references.find(({ controller }) => controller === true) ?? references[0];
}

/** `apps` of `apps/v1`, nothing of `v1`. */
function groupOf(apiVersion: string): string {
  const at = apiVersion.indexOf("/");
  return at < 0 ? "" : apiVersion.slice(0, at);
}
