import { registryList } from "../../lib/contract/registry.ts";
import { json } from "./endpoint.ts";

export const registryListGet = json({
  method: "GET",
  path: "/v1/registries",
  right: { verb: "list", noun: "registry" },
  summary: "Registries that this node has settings for, without any secret",
  answer: registryList,
  handle: ({ registries }, { actor }) => registries.list(actor),
});
