import { registryChange } from "../../lib/contract/registry.ts";
import { json } from "./endpoint.ts";
import { registryParams } from "./params.ts";

export const registryRemoveDelete = json({
  method: "DELETE",
  path: "/v1/registries/:host",
  right: { verb: "remove", noun: "registry" },
  summary: "Forgets the settings of a registry, with its credentials",
  params: registryParams,
  answer: registryChange,
  handle: ({ registries }, { actor }, { params }) => registries.remove(params.host, actor),
});
