/**
 * STATE/run/cluster.json: how the embedded Kubernetes is, written by the starter (bin/up/cluster/status.mjs) by rename and
 * read by the console and the command line. After the end it says `off`.
 */
import { z } from "zod";

const componentStatus = z.object({
  name: z.enum(["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"]),
  state: z.enum(["waiting", "starting", "running", "restarting", "stopped"]),
  pid: z.number().int().positive().nullable(),
  /** How often it was started again since `npm start`. */
  restarts: z.number().int().nonnegative(),
  /** When `state` began. */
  since: z.iso.datetime(),
  /** How its process ended last (an exit code or a signal); null when it never did. */
  why: z.string().nullable(),
});

export const clusterStatus = z.object({
  version: z.literal(1),
  state: z.enum(["off", "no-go", "no-space", "building", "starting", "ready", "failed", "stopping"]),
  /** A sentence for people: what it does now, or why it is not there. */
  note: z.string(),
  /** How much of the build is done, 0 to 1; null when that is not known or nothing is built. */
  done: z.number().min(0).max(1).nullable(),
  /** When `state` began. */
  since: z.iso.datetime(),
  /** The release, such as v1.36.3. */
  kubernetes: z.string(),
  /** The apiserver's address, https://127.0.0.1:PORT. */
  server: z.string(),
  /** The folder of the components' logs, NAME.log each. */
  logs: z.string(),
  components: z.array(componentStatus),
});

export type ClusterStatus = z.infer<typeof clusterStatus>;
