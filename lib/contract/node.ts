/** Facts of a node: what the host is, has and lacks, and what follows. */
import { z } from "zod";
import { nodeName } from "./ids.ts";
import { usage } from "./pod.ts";

export const nodeFacts = z.object({
  name: nodeName,
  version: z.string(),
  /** Agent start; `bootId` changes with every boot of the node. */
  startedAt: z.iso.datetime(),
  bootId: z.string(),
  os: z.string(),
  kernel: z.string(),
  arch: z.string(),
  cgroups: z.enum(["v1", "hybrid", "v2"]),
  runtime: z.object({ name: z.string(), version: z.string() }),
  cpus: z.number().int(),
  memory: z.number(),
  disk: z.object({ path: z.string(), total: z.number(), free: z.number() }),
  network: z.object({ bridge: z.string(), subnet: z.string() }),
  /** What the host lacks and what follows from it, in words; shown once by `craton doctor` and on the node page. */
  notes: z.array(z.object({ level: z.enum(["info", "warning"]), what: z.string(), follows: z.string() })),
  podsByState: z.record(z.string(), z.number().int()),
  images: z.number().int(),
});
export type NodeFacts = z.infer<typeof nodeFacts>;

/** cpu in cores used by the whole node, memory in bytes in use. */
export const nodeUsage = usage.extend({ load1: z.number().nullable() });
export type NodeUsage = z.infer<typeof nodeUsage>;
