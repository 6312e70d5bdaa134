/** Who may bring in what. Nothing is signed yet, so every image needs the administrator's word `insecure-options=image`. */
import { CratonError } from "../../lib/contract/errors.ts";
import { insecureRights, skips } from "../../lib/contract/insecure-options.ts";
import { may, type Verb } from "../../lib/contract/roles.ts";
import type { Actor } from "../pod/service.ts";

export function demand(actor: Actor, verb: Verb, what: string): void {
  const why = may(actor.role, verb, "image");
  if (why) throw new CratonError("forbidden", { user: actor.user, verb, noun: what, why });
}

/** `image-unsigned` without the option, `forbidden` for who may not give it. */
export function demandTrust(actor: Actor, insecureOptions: readonly string[] | undefined, image: string): void {
  if (!skips(insecureOptions, "image")) throw new CratonError("image-unsigned", { image });
  for (const { verb } of insecureRights(insecureOptions)) demand(actor, verb, image);
}
