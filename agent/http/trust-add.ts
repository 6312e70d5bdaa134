import { trustAdd, trustList } from "../../lib/contract/trust.ts";
import { json } from "./endpoint.ts";

export const trustAddPost = json({
  method: "POST",
  path: "/v1/trust/keys",
  right: { verb: "create", noun: "trust" },
  summary: "Trusts the key of the reviewed fingerprint for a prefix, or for every name",
  body: trustAdd,
  answer: trustList,
  handle: ({ trust }, { actor }, { body }) => trust.add(body, actor),
});
