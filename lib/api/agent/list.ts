/** A cheap check for lists of thousands: the envelope only; single objects are checked in full where they are fetched. */
import type { Parser } from "./transport.ts";

/** `{seq: number, [name]: [...]}` as `T`. */
export function listOf<T extends { seq: number }>(name: keyof T & string): Parser<T> {
  return {
    parse(value) {
      const list = value as T | null;
      if (typeof list?.seq !== "number" || !Array.isArray(list[name])) throw new Error(`it is no list of ${name}`);
      return list;
    },
  };
}
