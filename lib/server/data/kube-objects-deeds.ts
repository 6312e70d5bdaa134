/** What each action says to the API server, for one object. */
import { z } from "zod";
import type { KubeConnection, KubeRequest } from "../../api/kube/connection.ts";
import { CratonError } from "../../contract/errors.ts";
import type { KubeKind } from "../../contract/kube-kind.ts";
import type { ActionRequest, ObjectTarget } from "../../contract/kube-object.ts";
import { asCratonError } from "../http/craton-error.ts";
import { objectPath, scalePath } from "./kube-objects-path.ts";

/** Who changed it, in managedFields. */
const manager = "fieldManager=craton";
const merge = "application/merge-patch+json";
const strategic = "application/strategic-merge-patch+json";
const metadataOnly = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io,application/json";
const limit = 4 * 1024 * 1024;
/** An object under change by a controller is read and written again this often. */
const attempts = 5;

const meta = z.looseObject({ metadata: z.looseObject({ uid: z.string(), resourceVersion: z.string() }) });
const policies = { background: "Background", foreground: "Foreground", orphan: "Orphan" } as const;

export type Deed = { connection: KubeConnection; kind: KubeKind; target: ObjectTarget };

/** Resolves when the API server took it. `now` is the time of a restart. */
export async function perform(deed: Deed, request: ActionRequest, now: Date): Promise<void> {
  const { connection, kind, target } = deed;
  switch (request.action) {
    case "delete":
      return remove(deed, request);
    case "scale": {
      const spec = { replicas: request.replicas };
      return patch(deed, { path: scalePath(kind, target), contentType: merge, change: { spec } });
    }
    case "restart": {
      const annotations = { "kubectl.kubernetes.io/restartedAt": `${now.toISOString().slice(0, 19)}Z` };
      const change = { spec: { template: { metadata: { annotations } } } };
      return patch(deed, { path: objectPath(kind, target), contentType: strategic, change });
    }
    case "cordon":
    case "uncordon": {
      const change = { spec: { unschedulable: request.action === "cordon" ? true : null } };
      return patch({ connection, kind, target }, { path: objectPath(kind, target), contentType: merge, change });
    }
  }
}

async function remove(deed: Deed, request: Extract<ActionRequest, { action: "delete" }>): Promise<void> {
  const { connection, kind, target } = deed;
  const { propagation = "background", grace } = request;
  const body = {
    apiVersion: "v1",
    kind: "DeleteOptions",
    propagationPolicy: policies[propagation],
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(target.uid === undefined ? {} : { preconditions: { uid: target.uid } }),
  };
  try {
    await connection.json({ method: "DELETE", path: objectPath(kind, target), body }, limit);
  } catch (error) {
    if (target.uid !== undefined && asCratonError(error).code === "kube-conflict") await sameObject(deed);
    throw error;
  }
}

/** With a uid it is the object of that uid, at the version that was read, that is changed, or none. */
async function patch(
  deed: Deed,
  { path, contentType, change }: { path: string; contentType: string; change: Record<string, unknown> },
): Promise<void> {
  const { connection, target } = deed;
  const send = (body: unknown): Promise<unknown> => {
    const request: KubeRequest = { method: "PATCH", path: `${path}?${manager}`, contentType, body };
    return connection.json(request, limit);
  };
  if (target.uid === undefined) return void (await send(change));
  for (let left = attempts; ; left--) {
    const resourceVersion = await sameObject(deed);
    try {
      return void (await send({ metadata: { resourceVersion }, ...change }));
    } catch (error) {
      if (left <= 1 || asCratonError(error).code !== "kube-conflict") throw error;
    }
  }
}

/** The version of the object that was looked at; `kube-conflict` when another one has its name now. */
async function sameObject({ connection, kind, target }: Deed): Promise<string> {
  const path = objectPath(kind, target);
  const { metadata } = meta.parse(await connection.json({ path, accept: metadataOnly }, limit));
  if (metadata.uid === target.uid) return metadata.resourceVersion;
  const why = "it was deleted, and another one has its name now";
  throw new CratonError("kube-conflict", { what: kind.kind, value: target.name, why });
}
