/**
 * A kind of a Kubernetes cluster as its discovery shows it, with the columns of its list. GET /api/c/CLUSTER/kinds answers
 * those that the user may list somewhere.
 */
import { z } from "zod";
import { kindId } from "./kinds.ts";

/** Where a kind stands in the navigation. `custom` holds all that a CustomResourceDefinition or another API server brings. */
export const kubeSection = z.enum(["cluster", "workloads", "network", "storage", "config", "access", "custom"]);
export type KubeSection = z.infer<typeof kubeSection>;

export const columnType = z.enum(["text", "mono", "number", "bytes", "cores", "time", "status"]);

export const kubeKind = z.object({
  /** `pods`, `deployments.apps`; `workloads` is the mixed list. */
  name: kindId,
  /** Plural for people: `Deployments`. */
  title: z.string(),
  columns: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      type: columnType,
      width: z.number(),
      hidden: z.boolean().optional(),
      /** For custom columns: what their author says of them. */
      description: z.string().optional(),
    }),
  ),
  /** Column whose values make the chips. */
  status: z.string(),
  sort: z.array(z.object({ column: z.string(), desc: z.boolean() })),
  /** Empty for the core group. */
  group: z.string(),
  version: z.string(),
  /** `deployments`; empty for mixed lists. */
  resource: z.string(),
  /** `Deployment`. */
  kind: z.string(),
  namespaced: z.boolean(),
  verbs: z.array(z.string()),
  /** Subresources that it has, such as `scale`. */
  subresources: z.array(z.string()),
  shortNames: z.array(z.string()),
  section: kubeSection,
  /** For mixed lists: the kinds that they hold. */
  of: z.array(kindId).optional(),
});
export type KubeKind = z.infer<typeof kubeKind>;

export const kubeKinds = z.object({ kinds: z.array(kubeKind) });

/**
 * Every list of a Kubernetes kind has these columns, apart from its own: `name` (text), `namespace` (text, where it has
 * one), `status` (status; a kind without any has the word `present` and no chips), `age` (time: creation), and hidden
 * `labels` (text: `a=b,c=d`) and `rv` (text: resourceVersion, so that a page of one object sees each change). Mixed lists
 * have `kind` (text: the kind's name).
 */
export const commonColumns = ["name", "namespace", "status", "age", "labels", "rv"] as const;
