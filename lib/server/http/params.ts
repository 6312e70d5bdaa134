/** Schemas of the segments of the API's URLs. */
import { z } from "zod";
import { clusterName } from "../../contract/clusters.ts";
import { acName, imageId, nodeName, podUuid } from "../../contract/ids.ts";
import { fingerprint } from "../../contract/image-trust.ts";
import { registryHost } from "../../contract/registry.ts";

const cluster = z.string().min(1).max(63);
export const agentParams = z.object({ name: nodeName });
export const clusterParams = z.object({ cluster });
export const nodeParams = z.object({ cluster, node: nodeName });
export const podParams = nodeParams.extend({ uuid: podUuid });
export const appParams = podParams.extend({ app: acName });
/** A cluster in Settings, a component of it, and a user. */
export const namedClusterParams = z.object({ name: clusterName });
export const componentParams = z.object({ name: clusterName, component: z.string().min(1).max(63) });
export const userParams = z.object({ name: z.string().min(1).max(64) });
export const imageParams = nodeParams.extend({ id: imageId });
export const registryParams = nodeParams.extend({ host: registryHost });
export const trustedKeyParams = nodeParams.extend({ fingerprint });
