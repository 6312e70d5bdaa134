/**
 * Where and as whom a cluster is reached, as plain data: it goes to the index worker as it is. Never logged, never sent to a
 * browser.
 */
export type KubeSource = {
  /** Name of the cluster in the console, for messages. */
  cluster: string;
  /** Text of a kubeconfig file, and the context of it. */
  kubeconfig: string;
  context: string | null;
  /**
   * From the node's own administrator: programs (exec), files and proxies named in it may be used. One that came through
   * a browser must hold everything inline.
   */
  isTrusted: boolean;
  /** Ports of this machine that one from a browser must not reach: the console's own, the agents' and the cluster's inner ones. */
  closedPorts: readonly number[];
  /** A bearer token in place of the kubeconfig's user. */
  token: string | null;
};

/** Whose rights a request carries, besides the connection's own: the impersonated user. Built from nothing, never from headers. */
export type KubeActing = { user: string; groups: string[] };
