import { pod } from "../../lib/contract/pod.ts";
import { json } from "./endpoint.ts";
import { podParams } from "./params.ts";

export const podGet = json({
  method: "GET",
  path: "/v1/pods/:id",
  right: { verb: "get", noun: "pod" },
  summary: "One pod; the id may be a unique beginning of its UUID",
  params: podParams,
  answer: pod,
  handle: ({ pods }, _call, { params }) => pods.get(params.id),
});
