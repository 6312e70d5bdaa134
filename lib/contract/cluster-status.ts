/** STATE/run/cluster.json: how the embedded Kubernetes is, written by `npm start`, read by the console. */
import { z } from "zod";

export const clusterStatus = z.object({
  version: z.literal(1),
  /** `no-go`: there is no Go toolchain to build it with; `no-space`: the build would not fit on the disk. */
  state: z.enum(["off", "no-go", "no-space", "building", "starting", "ready", "failed", "stopping"]),
  /** What it is doing now, or why not. */
  note: z.string(),
  /** Progress of a build, 0 to 1. */
  done: z.number().nullable(),
  since: z.iso.datetime(),
  /** `v1.36.3`. */
  kubernetes: z.string(),
  /** `https://127.0.0.1:PORT`. */
  server: z.string(),
  /** Folder of the components' logs, NAME.log each. */
  logs: z.string(),
  components: z.array(
    z.object({
      name: z.string(),
      state: z.enum(["waiting", "starting", "running", "restarting", "stopped"]),
      pid: z.number().nullable(),
      restarts: z.number(),
      since: z.iso.datetime(),
      why: z.string().nullable(),
    }),
  ),
});
export type ClusterStatus = z.infer<typeof clusterStatus>;
