/** Trusted keys of one agent. */
import type { TrustAdd, TrustList, TrustPlace, TrustReview, TrustReviewed } from "../../contract/trust.ts";
import type { Caller } from "./assertion.ts";
import type { Transport } from "./transport.ts";

const list = async () => (await import("../../contract/trust.ts")).trustList;

export function trustCalls(transport: Transport) {
  return {
    list: (caller: Caller): Promise<TrustList> => transport.json(caller, { path: "/v1/trust" }, list),
    /** Keys to be compared by a person; nothing is changed. */
    review: (caller: Caller, request: TrustReview): Promise<TrustReviewed> =>
      transport.json(
        caller,
        { method: "POST", path: "/v1/trust/review", json: request },
        async () => (await import("../../contract/trust.ts")).trustReviewed,
      ),
    add: (caller: Caller, request: TrustAdd): Promise<TrustList> =>
      transport.json(caller, { method: "POST", path: "/v1/trust/keys", json: request }, list),
    mask: (caller: Caller, place: TrustPlace): Promise<TrustList> =>
      transport.json(caller, { method: "POST", path: "/v1/trust/masks", json: place }, list),
    /** A key or a mask of the local folder. */
    remove: (caller: Caller, { fingerprint, prefix }: TrustPlace): Promise<TrustList> => {
      const query = prefix === null ? {} : { prefix };
      return transport.json(caller, { method: "DELETE", path: `/v1/trust/keys/${fingerprint}`, query }, list);
    },
  };
}
