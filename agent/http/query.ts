/** A request's query and parameters, checked by an endpoint's schemas. */
import { z } from "zod";
import { CratonError } from "../../lib/contract/errors.ts";
import { pathErrors } from "./errors.ts";

/** `a=1&b=2` as an object; a name given twice is refused unless it is one of `lists`, which are always lists. */
export function readQuery(search: string, lists: readonly string[] = []): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null);
  for (const name of lists) query[name] = [];
  for (const [name, value] of new URLSearchParams(search)) {
    const held = query[name];
    if (Array.isArray(held)) held.push(value);
    else if (held !== undefined) throw new CratonError("bad-request", { why: `${name} is given twice` });
    else if (value === "") throw new CratonError("bad-request", { why: `${name} is empty` });
    else query[name] = value;
  }
  return { ...query };
}

/** `bad-request` naming the first fault, with all of them listed. */
export function checkInput<T>(schema: z.ZodType<T> | undefined, value: unknown, what: string): T {
  const parsed = (schema ?? (z.strictObject({}) as unknown as z.ZodType<T>)).safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = pathErrors(parsed.error);
  const first = errors[0];
  const at = first === undefined || first.path === "$" ? "" : ` at ${first.path.slice(2)}`;
  throw new CratonError("bad-request", { why: `the ${what}${at}: ${first?.message}` }, { errors });
}

/** `0` or `1`; false when absent. */
export const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");
