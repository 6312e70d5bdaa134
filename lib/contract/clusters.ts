/** Clusters that the console knows, and what Settings says and changes of them. */
import { z } from "zod";
import { clusterStatus } from "./cluster-status.ts";

/** A cluster's name stands in URLs; `fleet` is the agents', `local` the embedded Kubernetes'. */
export const clusterName = z
  .string()
  .max(40)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "must be small letters, digits and dashes");

/**
 * How users act on it: `roles` in the fleet (lib/contract/roles.ts); `impersonate` as themselves through the impersonator;
 * `single-user` as the kubeconfig's user, its owner only; `token` each with a bearer token of their own.
 */
export const clusterAccess = z.enum(["roles", "impersonate", "single-user", "token"]);
export type ClusterAccess = z.infer<typeof clusterAccess>;

export const clusterEntry = z.object({
  name: clusterName,
  type: z.enum(["fleet", "embedded", "kubeconfig", "in-cluster"]),
  access: clusterAccess,
  /** Who added it; null for those that were there from the start. */
  owner: z.string().nullable(),
  /** `https://host:port`; null for the fleet. */
  server: z.string().nullable(),
  version: z.string().nullable(),
  state: z.enum(["ready", "starting", "down", "needs-token", "off"]),
  /** Why it is not ready, in words. */
  why: z.string().nullable(),
  /** Only of the embedded one. */
  embedded: clusterStatus.nullable(),
  /** True when this user has a token of their own here. */
  hasToken: z.boolean(),
  /** What a reader should know, such as that the server's certificate is not checked. */
  warnings: z.array(z.string()),
});
export type ClusterEntry = z.infer<typeof clusterEntry>;

/** GET /api/clusters: those that this user may open. */
export const clusterList = z.object({ clusters: z.array(clusterEntry) });

/** POST /api/clusters (administrators): one context of a kubeconfig file. The text is kept encrypted and never sent back. */
export const clusterCreate = z.strictObject({
  name: clusterName,
  kubeconfig: z
    .string()
    .min(1)
    .max(256 * 1024),
  /** The file's current one when left out. */
  context: z.string().max(253).optional(),
  access: z.enum(["single-user", "token"]).default("single-user"),
});
export type ClusterCreate = z.infer<typeof clusterCreate>;

/** PUT /api/clusters/NAME/token: the user's own bearer token there, checked before it is kept, encrypted. */
export const tokenPut = z.strictObject({ token: z.string().min(1).max(16_384) });

/** POST /api/kubeconfig (administrators): what a kubeconfig file holds, before one of its contexts is added. Nothing is kept. */
export const kubeconfigRead = clusterCreate.pick({ kubeconfig: true });
export const kubeconfigContexts = z.object({
  current: z.string().nullable(),
  contexts: z.array(
    z.object({
      name: z.string(),
      server: z.string().nullable(),
      warnings: z.array(z.string()),
      /** Why it cannot be added, with the field; null when it can. */
      why: z.string().nullable(),
    }),
  ),
});
export type KubeconfigContexts = z.infer<typeof kubeconfigContexts>;

/** GET /api/clusters/NAME/logs/COMPONENT (administrators): the newest lines of a component of the embedded cluster. */
export const clusterLog = z.object({ component: z.string(), lines: z.array(z.string()) });
export type ClusterLog = z.infer<typeof clusterLog>;
