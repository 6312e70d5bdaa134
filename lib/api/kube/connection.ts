/** A connection to one API server with one identity; made by `connectKube` (connect.ts). */

export type KubeRequest = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Absolute path with the query, such as `/api/v1/pods?limit=500`. */
  path: string;
  /** JSON, or the type given with `contentType`. */
  body?: unknown;
  contentType?: string;
  accept?: string;
  signal?: AbortSignal;
  /** Milliseconds until the head of the answer must be there; 30 s when left out. */
  timeoutMs?: number;
};

export type KubeAnswer = {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Chunks as they come, decompressed. */
  body: AsyncIterable<Uint8Array>;
};

export type KubeConnection = {
  readonly server: string;
  /** Any status is an answer. Throws `cluster-unreachable` (network, TLS) and `cluster-auth` (no credential could be had). */
  send(request: KubeRequest): Promise<KubeAnswer>;
  /**
   * A JSON answer of at most `limit` bytes (64 MiB when left out), all of it within twice `timeoutMs`; a Status that is no success is thrown as the error of
   * lib/api/kube/status.ts, naming the object, the verb and the missing right.
   */
  json<T>(request: KubeRequest, limit?: number): Promise<T>;
  close(): void;
};
