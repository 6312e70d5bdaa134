import { trustList } from "../../lib/contract/trust.ts";
import { json } from "./endpoint.ts";

export const trustListGet = json({
  method: "GET",
  path: "/v1/trust",
  right: { verb: "list", noun: "trust" },
  summary: "Keys that may vouch for images, by prefix, with the masked ones and files that are left out",
  answer: trustList,
  handle: ({ trust }) => trust.list(),
});
