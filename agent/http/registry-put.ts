import { registryChange, registryPut } from "../../lib/contract/registry.ts";
import { json } from "./endpoint.ts";
import { registryParams } from "./params.ts";

export const registryPutPut = json({
  method: "PUT",
  path: "/v1/registries/:host",
  right: { verb: "update", noun: "registry" },
  summary: "Sets how a registry is reached, after it was asked; the password is kept sealed and never given back",
  params: registryParams,
  body: registryPut,
  answer: registryChange,
  handle: ({ registries }, { actor, signal }, { params, body }) => registries.put(params.host, body, actor, signal),
});
