/** Pods of one agent. `id` is a UUID or a unique beginning of one. */
import type { PodList, PodPlanAnswer } from "../../contract/agent-api.ts";
import type { Pod, PodCreate, PodStop, PodUsage } from "../../contract/pod.ts";
import type { Caller } from "./assertion.ts";
import { listOf } from "./list.ts";
import type { Transport } from "./transport.ts";

const anything = { parse: (value: unknown) => value };
const nothing = { parse: () => undefined };
const pod = async () => (await import("../../contract/pod.ts")).pod;
const podUsage = async () => (await import("../../contract/pod.ts")).podUsage;
const podPlan = async () => (await import("../../contract/agent-api.ts")).podPlan;
const podPath = (id: string, more = "") => `/v1/pods/${encodeURIComponent(id)}${more}`;

export function podCalls(transport: Transport) {
  return {
    /** All pods, and the number of the last event that they show. */
    list: (caller: Caller): Promise<PodList> => transport.json(caller, { path: "/v1/pods" }, listOf<PodList>("pods")),
    get: (caller: Caller, id: string): Promise<Pod> => transport.json(caller, { path: podPath(id) }, pod),
    /** The pod's appc manifest. */
    manifest: (caller: Caller, id: string): Promise<unknown> =>
      transport.json(caller, { path: podPath(id, "/manifest") }, anything),
    usage: (caller: Caller, id: string): Promise<PodUsage> =>
      transport.json(caller, { path: podPath(id, "/usage") }, podUsage),
    /** A dry run: what `create` would make, and what it would warn of. */
    plan: (caller: Caller, request: PodCreate): Promise<PodPlanAnswer> =>
      transport.json(caller, { method: "POST", path: "/v1/pods/plan", json: request }, podPlan),
    /** Answers when the pod runs. Give `uuid` to make a retry safe: a known one answers the pod that exists. */
    create: (caller: Caller, request: PodCreate): Promise<Pod> =>
      transport.json(caller, { method: "POST", path: "/v1/pods", json: request }, pod),
    start: (caller: Caller, id: string): Promise<Pod> =>
      transport.json(caller, { method: "POST", path: podPath(id, "/start") }, pod),
    /** Answers when all apps have ended. */
    stop: (caller: Caller, id: string, options: PodStop = {}): Promise<Pod> =>
      transport.json(caller, { method: "POST", path: podPath(id, "/stop"), json: options }, pod),
    remove: (caller: Caller, id: string): Promise<void> =>
      transport.json(caller, { method: "DELETE", path: podPath(id) }, nothing),
  };
}
