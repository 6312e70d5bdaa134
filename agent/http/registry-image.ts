import { remoteImage } from "../../lib/contract/registry-browse.ts";
import { remoteImageQuery } from "../../lib/contract/registry-query.ts";
import { json } from "./endpoint.ts";
import { registryParams } from "./params.ts";

export const registryImageGet = json({
  method: "GET",
  path: "/v1/registries/:host/image",
  right: { verb: "fetch", noun: "image" },
  summary: "An image in a registry: platforms, layers, history, config; nothing of it is fetched",
  params: registryParams,
  query: remoteImageQuery,
  answer: remoteImage,
  handle: ({ registries }, { signal }, { params, query }) =>
    registries.image(params.host, query.repository, query.reference, signal),
});
