import { registryCheck, registryTest } from "../../lib/contract/registry.ts";
import { json } from "./endpoint.ts";

export const registryTestPost = json({
  method: "POST",
  path: "/v1/registries/test",
  right: { verb: "update", noun: "registry" },
  summary:
    "Asks a registry whether it lets this node in, with settings that are not kept, or with those that are there",
  body: registryTest,
  answer: registryCheck,
  handle: ({ registries }, { signal }, { body }) => registries.test(body, signal),
});
