import { z } from "zod";
import { fingerprint } from "../../lib/contract/image-trust.ts";
import { trustList, trustPrefix } from "../../lib/contract/trust.ts";
import { json } from "./endpoint.ts";

export const trustRemoveDelete = json({
  method: "DELETE",
  path: "/v1/trust/keys/:fingerprint",
  right: { verb: "remove", noun: "trust" },
  summary: "Removes a key or a mask of the local folder: that of the prefix, or without one that for every name",
  params: z.strictObject({ fingerprint }),
  query: z.strictObject({ prefix: trustPrefix.optional() }),
  answer: trustList,
  handle: ({ trust }, { actor }, { params, query }) =>
    trust.remove({ fingerprint: params.fingerprint, prefix: query.prefix ?? null }, actor),
});
