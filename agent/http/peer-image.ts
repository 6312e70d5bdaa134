import { z } from "zod";
import { imageId } from "../../lib/contract/ids.ts";
import { peerImage } from "../../lib/contract/peer.ts";
import { json } from "./endpoint.ts";

export const peerImageGet = json({
  method: "GET",
  path: "/v1/peer/images/:id",
  right: "peer",
  summary: "What another node needs to take this image: for nodes with a certificate of the same authority",
  params: z.strictObject({ id: imageId }),
  answer: peerImage,
  handle: ({ serving }, _call, { params }) => serving.peerImage(params.id),
});
