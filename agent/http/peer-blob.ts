import { z } from "zod";
import { bytes } from "./endpoint.ts";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$|^sha512:[0-9a-f]{128}$/, "is no digest");

export const peerBlobGet = bytes({
  method: "GET",
  path: "/v1/peer/blobs/:digest",
  right: "peer",
  summary: "A blob of an image in the store, by its digest, from any byte on: for other nodes",
  params: z.strictObject({ digest }),
  handle: ({ serving }, _call, { params }) => serving.blob(params.digest),
});
