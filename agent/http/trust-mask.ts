import { trustList, trustPlace } from "../../lib/contract/trust.ts";
import { json } from "./endpoint.ts";

export const trustMaskPost = json({
  method: "POST",
  path: "/v1/trust/masks",
  right: { verb: "remove", noun: "trust" },
  summary: "Takes trust away from a key of the system folder; removing the mask gives it back",
  body: trustPlace,
  answer: trustList,
  handle: ({ trust }, { actor }, { body }) => trust.mask(body, actor),
});
