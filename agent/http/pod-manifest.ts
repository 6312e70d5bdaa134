import { z } from "zod";
import { json } from "./endpoint.ts";
import { podParams } from "./params.ts";

export const podManifestGet = json({
  method: "GET",
  path: "/v1/pods/:id/manifest",
  right: { verb: "get", noun: "pod" },
  summary: "The pod's App Container pod manifest",
  params: podParams,
  answer: z.unknown(),
  handle: ({ pods }, _call, { params }) => pods.manifest(params.id),
});
