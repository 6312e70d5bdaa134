/** What the endpoints act on; made by agent/main.ts. */
import type { NodeFacts } from "../../lib/contract/node.ts";
import type { EventService } from "../event/service.ts";
import type { ImageInspection } from "../image/inspect/service.ts";
import type { RegistryService } from "../image/registry/service.ts";
import type { ImageService } from "../image/service.ts";
import type { ImageServing } from "../image/serving/service.ts";
import type { TrustService } from "../image/trust/service.ts";
import type { ImageUpkeep } from "../image/upkeep/service.ts";
import type { PodService } from "../pod/service.ts";

export type Services = {
  pods: PodService;
  images: ImageService;
  registries: RegistryService;
  trust: TrustService;
  serving: ImageServing;
  inspection: ImageInspection;
  upkeep: ImageUpkeep;
  events: EventService;
  facts(): Promise<NodeFacts>;
};
