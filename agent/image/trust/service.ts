/** What edges may ask about trusted keys. Implemented by trust-service.ts. */
import type { TrustAdd, TrustList, TrustPlace, TrustReview, TrustReviewed } from "../../../lib/contract/trust.ts";
import type { Actor } from "../../pod/service.ts";

export interface TrustService {
  /** Keys and masks of both folders, and files that are left out. */
  list(): Promise<TrustList>;
  /** The keys that would be added, to be compared by a person. Changes nothing. */
  review(request: TrustReview, actor: Actor, signal: AbortSignal): Promise<TrustReviewed>;
  /** Each answers the list afterwards. */
  add(request: TrustAdd, actor: Actor): Promise<TrustList>;
  mask(place: TrustPlace, actor: Actor): Promise<TrustList>;
  remove(place: TrustPlace, actor: Actor): Promise<TrustList>;
}
