import { json } from "./endpoint.ts";
import { podParams } from "./params.ts";

export const podRemoveDelete = json({
  method: "DELETE",
  path: "/v1/pods/:id",
  right: { verb: "remove", noun: "pod" },
  summary: "Removes a pod that has ended, with its logs and empty volumes",
  params: podParams,
  answer: null,
  handle: ({ pods }, { actor }, { params }) => pods.remove(params.id, actor),
});
