import { z } from "zod";
import { type Endpoint, json } from "./endpoint.ts";
import { openapi } from "./openapi.ts";

/** `endpoints` includes this one; it is read when it is first asked for. */
export function openapiGet(endpoints: () => readonly Endpoint[], version: string): Endpoint {
  let document: unknown;
  return json({
    method: "GET",
    path: "/v1/openapi.json",
    right: { verb: "get", noun: "node" },
    summary: "This description of the API",
    answer: z.unknown(),
    handle() {
      document ??= openapi(endpoints(), version);
      return document;
    },
  });
}
