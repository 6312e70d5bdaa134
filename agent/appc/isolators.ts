/** Isolators (appc H4–H15) as typed values. Those that Craton does not enforce yet are checked for shape all the same. */
import type { Isolator } from "../../lib/contract/appc.ts";
import type { PathError } from "../../lib/contract/errors.ts";
import { capabilityFault } from "./capabilities.ts";
import { at } from "./json.ts";
import { parseQuantity, type Quantity } from "./quantity.ts";
import {
  anything,
  filled,
  flag,
  integer,
  kindOf,
  list,
  optional,
  type Read,
  record,
  required,
  textMap,
  textThat,
} from "./reader.ts";
import { identifier } from "./types.ts";

export type TypedIsolator =
  | { kind: "cpu" | "memory"; name: string; request: Quantity | null; limit: Quantity | null }
  | { kind: "caps-retain" | "caps-remove"; name: string; set: string[] }
  | { kind: "no-new-privileges"; name: string; value: boolean }
  /** Named by the specification, not enforced by this version. */
  | { kind: "unsupported"; name: string }
  | { kind: "unknown"; name: string };

const quantity: Read<string | number> = (value, path, faults) => {
  if (typeof value !== "string" && typeof value !== "number") {
    faults.push({ path, message: `must be a quantity, not ${kindOf(value)}` });
    return 0;
  }
  const parsed = parseQuantity(value);
  if (!parsed)
    faults.push({
      path,
      message: `${JSON.stringify(value).slice(0, 80)} is not a quantity such as 500m, 1.5, 256Mi or 1G`,
    });
  else if (parsed.nano < 0n) faults.push({ path, message: "must not be negative" });
  return value;
};

type Resource = { request?: string | number; limit?: string | number; default?: boolean };
const noDefault: Read<boolean> = (value, path, faults) => {
  if (flag(value, path, faults) === true) faults.push({ path, message: "must be false or absent (appc H13)" });
  return false;
};
const limitAboveZero: Read<string | number> = (value, path, faults) => {
  const got = quantity(value, path, faults);
  if (parseQuantity(got)?.nano === 0n) faults.push({ path, message: "must be more than 0" });
  return got;
};
const resource = record<Resource>({
  request: optional(quantity),
  limit: optional(limitAboveZero),
  default: optional(noDefault),
});
/** H13: bandwidth and IOPS are limits of a default device, without a request. */
const bandwidth = record<Resource>(
  { request: optional(quantity), limit: optional(quantity), default: required(flag) },
  (value, path, faults) => {
    if (!value.default) faults.push({ path: at(path, "default"), message: "must be true (appc H13)" });
    if (value.request !== undefined) faults.push({ path: at(path, "request"), message: "is not allowed (appc H13)" });
  },
);

const notEmpty = (items: unknown[], path: string, faults: PathError[]) => {
  if (items.length === 0) faults.push({ path, message: "must not be empty" });
};
const capabilities = record<{ set: string[] }>({ set: required(list(textThat(capabilityFault), notEmpty)) });
const errno = textThat((value) => (/^(E[A-Z0-9]+)?$/.test(value) ? null : "must be an error name such as EPERM"));
const seccomp = record<{ set: string[]; errno?: string }>({
  set: required(list(filled, notEmpty)),
  errno: optional(errno),
});
const word = textThat((value) => (value === "" || value.includes(":") ? "must not be empty or hold a colon" : null));
const selinux = record<{ user: string; role: string; type: string; level: string }>({
  user: required(word),
  role: required(word),
  type: required(word),
  level: required(filled),
});

/** Values of isolators that are known and not enforced. */
const unsupported: Record<string, Read<unknown>> = {
  "os/linux/seccomp-remove-set": seccomp,
  "os/linux/seccomp-retain-set": seccomp,
  "os/linux/selinux-context": selinux,
  "os/linux/apparmor-profile": record<{ profile: string }>({ profile: required(filled) }),
  "os/linux/oom-score-adj": integer(-1000, 1000),
  "os/linux/cpu-shares": integer(2, 262144),
  "os/unix/sysctl": textMap,
  "resource/block-bandwidth": bandwidth,
  "resource/block-iops": bandwidth,
  "resource/network-bandwidth": bandwidth,
};
/** H4–H8, H12, H15: at most one a scope; the two kinds of seccomp and of capabilities exclude each other. */
const single = new Set(Object.keys(unsupported).filter((name) => name.startsWith("os/")));
const either = [
  ["os/linux/seccomp-remove-set", "os/linux/seccomp-retain-set"],
  ["os/linux/capabilities-remove-set", "os/linux/capabilities-retain-set"],
] as const;

function readOne(isolator: Isolator, path: string, faults: PathError[]): TypedIsolator {
  const { name, value } = isolator;
  const where = at(path, "value");
  switch (name) {
    case "resource/cpu":
    case "resource/memory": {
      const got = resource(value, where, faults);
      const [request, limit] = [got.request, got.limit].map((q) => (q === undefined ? null : parseQuantity(q)));
      return { kind: name === "resource/cpu" ? "cpu" : "memory", name, request: request ?? null, limit: limit ?? null };
    }
    case "os/linux/capabilities-retain-set":
      return { kind: "caps-retain", name, set: capabilities(value, where, faults).set };
    case "os/linux/capabilities-remove-set":
      return { kind: "caps-remove", name, set: capabilities(value, where, faults).set };
    case "os/linux/no-new-privileges":
      return { kind: "no-new-privileges", name, value: flag(value, where, faults) };
  }
  const read = Object.hasOwn(unsupported, name) ? unsupported[name] : undefined;
  if (!read) return { kind: "unknown", name };
  read(value, where, faults);
  return { kind: "unsupported", name };
}

const shape = list(record<Isolator>({ name: required(identifier), value: required(anything) }));

/** A list of isolators, each with its value checked; unknown names pass (appc H2). */
export const isolatorList: Read<Isolator[]> = (value, path, faults) => {
  const before = faults.length;
  const isolators = shape(value, path, faults);
  if (faults.length > before) return isolators;
  const seen = new Map<string, number>();
  for (const [i, isolator] of isolators.entries()) {
    readOne(isolator, at(path, i), faults);
    const earlier = seen.get(isolator.name);
    if (earlier !== undefined && single.has(isolator.name)) {
      faults.push({ path: at(path, i), message: `${isolator.name} is given at ${at(path, earlier)} too` });
    }
    seen.set(isolator.name, i);
  }
  for (const [one, other] of either) {
    const [first, second] = [seen.get(one), seen.get(other)];
    if (first !== undefined && second !== undefined) {
      faults.push({ path: at(path, Math.max(first, second)), message: `${one} and ${other} exclude each other` });
    }
  }
  return isolators;
};

/** The typed values of a list that `isolatorList` found no fault with. */
export function typedIsolators(isolators: Isolator[]): TypedIsolator[] {
  return isolators.map((isolator, i) => readOne(isolator, at("$", i), []));
}
