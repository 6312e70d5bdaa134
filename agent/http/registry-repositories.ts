import { repositoryPage } from "../../lib/contract/registry-browse.ts";
import { registryPageQuery } from "../../lib/contract/registry-query.ts";
import { json } from "./endpoint.ts";
import { registryParams } from "./params.ts";

export const registryRepositoriesGet = json({
  method: "GET",
  path: "/v1/registries/:host/repositories",
  // What the node's credentials show is for those who may fetch it.
  right: { verb: "fetch", noun: "image" },
  summary: "A page of the repositories of a registry, when it shows them",
  params: registryParams,
  query: registryPageQuery,
  answer: repositoryPage,
  handle: ({ registries }, { signal }, { params, query }) => registries.repositories(params.host, query, signal),
});
