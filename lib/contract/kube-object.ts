/** One object of a Kubernetes cluster: what the console's API answers and takes (lib/paths.ts names the URLs). */
import { z } from "zod";
import { kindId } from "./kinds.ts";
import { kubeKind } from "./kube-kind.ts";

/** The namespace's place in a URL for objects without one; no namespace can have this name. */
export const noNamespace = "_";

export const objectMeta = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string(),
  resourceVersion: z.string(),
  generation: z.number().optional(),
  creationTimestamp: z.string().optional(),
  deletionTimestamp: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
  finalizers: z.array(z.string()).optional(),
  ownerReferences: z
    .array(
      z.looseObject({
        apiVersion: z.string(),
        kind: z.string(),
        name: z.string(),
        uid: z.string(),
        controller: z.boolean().optional(),
      }),
    )
    .optional(),
});

/** Any Kubernetes object. Nothing below metadata is trusted to have a shape. */
export const kubeObject = z.looseObject({ apiVersion: z.string(), kind: z.string(), metadata: objectMeta });
export type KubeObject = z.infer<typeof kubeObject>;

/** An owner on the way up, nearest first; `kindId` is null where the cluster has no such kind. */
export const ownerLink = z.object({
  kind: z.string(),
  name: z.string(),
  kindId: kindId.nullable(),
  namespace: z.string().nullable(),
  /** Why it could not be read; the chain ends there. */
  why: z.string().nullable(),
});

/**
 * GET /api/c/CLUSTER/objects/KIND/NAMESPACE/NAME: the object as the user may read it, without managedFields; values of
 * Secrets are cut to their sizes. `yaml` is the same as text.
 */
export const objectDetail = z.object({
  kind: kubeKind,
  object: kubeObject,
  yaml: z.string(),
  owners: z.array(ownerLink),
});
export type OwnerLink = z.infer<typeof ownerLink>;
export type ObjectDetail = z.infer<typeof objectDetail>;

/** What can be done to objects here; each is one right at the API server. */
export const objectAction = z.enum(["delete", "scale", "restart", "cordon", "uncordon"]);
export type ObjectAction = z.infer<typeof objectAction>;

const target = z.strictObject({
  namespace: z.string().max(63).nullable(),
  name: z.string().min(1).max(253),
  /** The object that was looked at: another one of the same name is left alone (`conflict`). */
  uid: z.string().max(64).optional(),
});
export type ObjectTarget = z.infer<typeof target>;

/** POST /api/c/CLUSTER/objects/KIND/actions, one or many. */
export const actionRequest = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("delete"),
    targets: z.array(target).min(1).max(1000),
    /** Kubernetes' propagationPolicy; background when left out. */
    propagation: z.enum(["background", "foreground", "orphan"]).optional(),
    /** Seconds; the kind's own when left out. */
    grace: z.number().int().min(0).max(86_400).optional(),
  }),
  z.strictObject({
    action: z.literal("scale"),
    targets: z.array(target).min(1).max(1000),
    replicas: z.number().int().min(0).max(100_000),
  }),
  z.strictObject({ action: z.literal("restart"), targets: z.array(target).min(1).max(1000) }),
  z.strictObject({ action: z.literal("cordon"), targets: z.array(target).min(1).max(1000) }),
  z.strictObject({ action: z.literal("uncordon"), targets: z.array(target).min(1).max(1000) }),
]);
export type ActionRequest = z.infer<typeof actionRequest>;

/** The outcome for each target, in order; null is done, else the sentence why not. */
export const actionAnswer = z.object({
  results: z.array(
    z.object({
      namespace: z.string().nullable(),
      name: z.string(),
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
});
export type ActionAnswer = z.infer<typeof actionAnswer>;

/**
 * GET /api/c/CLUSTER/objects/KIND/rights?namespace=NS: what the user may do to objects of the kind there (everywhere when
 * the namespace is left out). Null when allowed, else the missing right in words.
 */
export const objectRights = z.object({ rights: z.record(objectAction, z.string().nullable()) });
export type ObjectRights = z.infer<typeof objectRights>;
