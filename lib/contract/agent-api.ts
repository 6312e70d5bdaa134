/** Answers of the agent's HTTP API that are more than one object. A list carries `seq`: follow the events from there. */
import { z } from "zod";
import { image } from "./image.ts";
import { nodeUsage } from "./node.ts";
import { isolatorReport, pod, podUsage } from "./pod.ts";

/** The number of the last event that the list already shows. */
const seq = z.number().int();

/** GET /v1/pods */
export const podList = z.object({ seq, pods: z.array(pod) });
export type PodList = z.infer<typeof podList>;

/** GET /v1/images */
export const imageList = z.object({ seq, images: z.array(image) });
export type ImageList = z.infer<typeof imageList>;

/** GET /v1/node/usage */
export const nodeUsageAnswer = z.object({ node: nodeUsage, pods: z.array(podUsage) });
export type NodeUsageAnswer = z.infer<typeof nodeUsageAnswer>;

/** POST /v1/pods/plan: what a creation would make. `manifest` is an appc pod manifest. */
export const podPlan = z.object({
  manifest: z.unknown(),
  isolators: z.array(isolatorReport),
  warnings: z.array(z.string()),
});
export type PodPlanAnswer = z.infer<typeof podPlan>;
