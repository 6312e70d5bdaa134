/** Registries of one agent: settings without secrets, tests, and what a registry has. */

import type {
  RegistryChange,
  RegistryCheck,
  RegistryList,
  RegistryPut,
  RegistryTest,
} from "../../contract/registry.ts";
import type { RemoteImage, RepositoryPage, TagPage } from "../../contract/registry-browse.ts";
import type { Caller } from "./assertion.ts";
import type { Transport } from "./transport.ts";

const settings = () => import("../../contract/registry.ts");
const browse = () => import("../../contract/registry-browse.ts");
const at = (host: string, more = "") => `/v1/registries/${encodeURIComponent(host)}${more}`;

/** Where a list goes on: `next` of the page before. */
export type RegistryPageQuery = { limit?: number; cursor?: string };

export function registryCalls(transport: Transport) {
  return {
    list: (caller: Caller): Promise<RegistryList> =>
      transport.json(caller, { path: "/v1/registries" }, async () => (await settings()).registryList),
    /** The registry is asked first unless the request says `untested`. */
    put: (caller: Caller, host: string, request: Partial<RegistryPut>): Promise<RegistryChange> =>
      transport.json(
        caller,
        { method: "PUT", path: at(host), json: request },
        async () => (await settings()).registryChange,
      ),
    remove: (caller: Caller, host: string): Promise<RegistryChange> =>
      transport.json(caller, { method: "DELETE", path: at(host) }, async () => (await settings()).registryChange),
    test: (caller: Caller, request: RegistryTest): Promise<RegistryCheck> =>
      transport.json(
        caller,
        { method: "POST", path: "/v1/registries/test", json: request },
        async () => (await settings()).registryCheck,
      ),
    repositories: (caller: Caller, host: string, query: RegistryPageQuery): Promise<RepositoryPage> =>
      transport.json(caller, { path: at(host, "/repositories"), query }, async () => (await browse()).repositoryPage),
    tags: (caller: Caller, host: string, query: RegistryPageQuery & { repository: string }): Promise<TagPage> =>
      transport.json(caller, { path: at(host, "/tags"), query }, async () => (await browse()).tagPage),
    image: (caller: Caller, host: string, query: { repository: string; reference: string }): Promise<RemoteImage> =>
      transport.json(caller, { path: at(host, "/image"), query }, async () => (await browse()).remoteImage),
  };
}
