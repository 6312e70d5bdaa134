import { CratonError } from "../../lib/contract/errors.ts";
import { podUsage } from "../../lib/contract/pod.ts";
import { json } from "./endpoint.ts";
import { podParams } from "./params.ts";

export const podUsageGet = json({
  method: "GET",
  path: "/v1/pods/:id/usage",
  right: { verb: "get", noun: "metrics" },
  summary: "CPU and memory of the pod and its apps now",
  params: podParams,
  answer: podUsage,
  async handle({ pods }, _call, { params }) {
    const { uuid, state } = pods.get(params.id);
    const found = (await pods.usage()).pods.find((usage) => usage.uuid === uuid);
    if (found === undefined)
      throw new CratonError("pod-state", { uuid, verb: "be measured", why: `a pod that is ${state} uses nothing` });
    return found;
  },
});
