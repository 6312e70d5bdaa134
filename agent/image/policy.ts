/** Who may bring in what, and leave out which checks. */
import { CratonError } from "../../lib/contract/errors.ts";
import { insecureRights } from "../../lib/contract/insecure-options.ts";
import { may, type Verb } from "../../lib/contract/roles.ts";
import type { Actor } from "../pod/service.ts";

export function demand(actor: Actor, verb: Verb, what: string): void {
  const why = may(actor.role, verb, "image");
  if (why) throw new CratonError("forbidden", { user: actor.user, verb, noun: what, why });
}

/** `forbidden` for who may not leave out what the options leave out. */
export function demandRights(actor: Actor, insecureOptions: readonly string[] | undefined, image: string): void {
  for (const { verb } of insecureRights(insecureOptions)) demand(actor, verb, image);
}
