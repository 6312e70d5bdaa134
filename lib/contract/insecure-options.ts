/**
 * What `insecureOptions` leaves out, by rkt's names. Without zod, so that the command line may load it.
 * `image`: an image without a trusted signature; `tls`: any certificate; `http`: plain http; `pubkey`: keys by plain http.
 */
import type { Verb } from "./roles.ts";

export const insecureNames = ["none", "image", "tls", "http", "pubkey", "all-fetch", "all"] as const;
export type InsecureOption = (typeof insecureNames)[number];
export type Skippable = "image" | "tls" | "http" | "pubkey";

/** True when the options leave this check out. */
export function skips(options: readonly string[] | undefined, check: Skippable): boolean {
  return options?.some((option) => option === check || option === "all-fetch" || option === "all") ?? false;
}

/** The rights on images that these options need, each with why. */
export function insecureRights(options: readonly string[] | undefined): { verb: Verb; why: string }[] {
  const rights: { verb: Verb; why: string }[] = [];
  if (skips(options, "image")) rights.push({ verb: "allow-unsigned", why: "insecure-options=image" });
  const others = (["tls", "http", "pubkey"] as const).filter((check) => skips(options, check));
  if (others.length > 0) rights.push({ verb: "allow-insecure", why: `insecure-options=${others.join(",")}` });
  return rights;
}
