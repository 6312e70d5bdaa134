/** Objects of the Kubernetes API as far as an index reads them. Whatever is not sure to be there is optional. */

export type OwnerReference = { kind?: string; name?: string; controller?: boolean };

export type ObjectMeta = {
  name?: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  generation?: number;
  finalizers?: string[];
};

export type KubeObject = { apiVersion?: string; kind?: string; metadata?: ObjectMeta };

export type Condition = {
  type?: string;
  status?: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
};

/** An object as it came in a list or a watch: its metadata, and what the projection of its kind reads. */
export type Item = {
  metadata: ObjectMeta;
  /** The whole object, or with the Table encoding the row's cells. */
  body: unknown;
};

/** `meta.k8s.io/v1` Status. */
export type Status = {
  kind?: string;
  code?: number;
  reason?: string;
  message?: string;
  metadata?: { continue?: string };
  details?: { retryAfterSeconds?: number; causes?: { reason?: string; message?: string }[] };
};
