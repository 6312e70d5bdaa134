/** Schemas of the segments of the API's URLs. */
import { z } from "zod";
import { acName, imageId, nodeName, podUuid } from "../../contract/ids.ts";

const cluster = z.string().min(1).max(63);
export const agentParams = z.object({ name: nodeName });
export const clusterParams = z.object({ cluster });
export const nodeParams = z.object({ cluster, node: nodeName });
export const podParams = nodeParams.extend({ uuid: podUuid });
export const appParams = podParams.extend({ app: acName });
export const imageParams = nodeParams.extend({ id: imageId });
