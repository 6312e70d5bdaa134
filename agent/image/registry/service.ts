/** What edges may ask about registries. Implemented by registry-service.ts. */

import type {
  RegistryChange,
  RegistryCheck,
  RegistryList,
  RegistryPut,
  RegistryTest,
} from "../../../lib/contract/registry.ts";
import type { RemoteImage, RepositoryPage, TagPage } from "../../../lib/contract/registry-browse.ts";
import type { Actor } from "../../pod/service.ts";

/** Where a list goes on: what the last answer gave as `next`; absent: at its beginning. */
export type PageWish = { limit: number; cursor?: string };

export interface RegistryService {
  /** The file's and the kept ones by name; user names only for those who may change them. */
  list(actor: Actor): Promise<RegistryList>;
  /** Asks the registry first. `registry-fixed` for one of the file, `bad-body`, and what the test says. */
  put(host: string, request: RegistryPut, actor: Actor, signal: AbortSignal): Promise<RegistryChange>;
  remove(host: string, actor: Actor): Promise<RegistryChange>;
  test(request: RegistryTest, signal: AbortSignal): Promise<RegistryCheck>;
  repositories(host: string, page: PageWish, signal: AbortSignal): Promise<RepositoryPage>;
  tags(host: string, repository: string, page: PageWish, signal: AbortSignal): Promise<TagPage>;
  /** `reference`: a tag or a digest. */
  image(host: string, repository: string, reference: string, signal: AbortSignal): Promise<RemoteImage>;
}
