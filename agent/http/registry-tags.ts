import { tagPage } from "../../lib/contract/registry-browse.ts";
import { tagQuery } from "../../lib/contract/registry-query.ts";
import { json } from "./endpoint.ts";
import { registryParams } from "./params.ts";

export const registryTagsGet = json({
  method: "GET",
  path: "/v1/registries/:host/tags",
  right: { verb: "fetch", noun: "image" },
  summary: "A page of the tags of a repository",
  params: registryParams,
  query: tagQuery,
  answer: tagPage,
  handle: ({ registries }, { signal }, { params, query: { repository, ...page } }) =>
    registries.tags(params.host, repository, page, signal),
});
