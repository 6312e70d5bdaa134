/** What becomes of isolators (appc H1, H2, H9–H13): values for the runtime, and a report of each one to the user. */
import type { Isolator } from "../../lib/contract/appc.ts";
import type { IsolatorReport } from "../../lib/contract/pod.ts";
import { defaultCapabilities, inOrder } from "./capabilities.ts";
import type { Findings } from "./findings.ts";
import { type TypedIsolator, typedIsolators } from "./isolators.ts";
import type { LimitsPlan } from "./plan-value.ts";
import { toBytes, toCores } from "./quantity.ts";

export type IsolationPlan = {
  limits: LimitsPlan;
  /** null when no isolator speaks of capabilities. */
  capabilities: { retain: string[] | null; remove: string[] };
  noNewPrivileges: boolean;
};

/** The kernel takes no CPU quota below 1 ms in 100 ms. */
const leastCores = 0.01;

/** Reads one list; `app` is null for the pod's own. */
export function planIsolation(isolators: Isolator[], app: string | null, findings: Findings): IsolationPlan {
  const plan: IsolationPlan = {
    limits: { cpu: null, memory: null },
    capabilities: { retain: null, remove: [] },
    noNewPrivileges: false,
  };
  for (const isolator of typedIsolators(isolators)) {
    const [outcome, note] = apply(isolator, plan);
    findings.isolators.push({ app, name: isolator.name, outcome, note });
  }
  return plan;
}

type Outcome = [IsolatorReport["outcome"], string];

function apply(isolator: TypedIsolator, plan: IsolationPlan): Outcome {
  switch (isolator.kind) {
    case "cpu":
    case "memory":
      return limit(isolator, plan.limits);
    case "caps-retain":
      // Repeated sets are one larger set, as rkt had it.
      plan.capabilities.retain = inOrder([...(plan.capabilities.retain ?? []), ...isolator.set]);
      return ["enforced", `the bounding set is ${isolator.set.join(", ")}`];
    case "caps-remove":
      plan.capabilities.remove.push(...isolator.set);
      return ["enforced", `taken from the default set: ${isolator.set.join(", ")}`];
    case "no-new-privileges":
      plan.noNewPrivileges = isolator.value;
      return [
        "enforced",
        isolator.value ? "programs cannot gain privileges" : "programs may gain privileges, as by default",
      ];
    case "unsupported":
      return ["ignored", "this version does not enforce it"];
    case "unknown":
      return ["ignored", "the name is not known"];
  }
}

function limit(isolator: Extract<TypedIsolator, { kind: "cpu" | "memory" }>, limits: LimitsPlan): Outcome {
  if (!isolator.limit) return ["ignored", "it has no limit, and requests are not reserved"];
  const before = limits[isolator.kind];
  const wanted = isolator.kind === "cpu" ? toCores(isolator.limit) : toBytes(isolator.limit);
  const value = isolator.kind === "cpu" ? Math.max(leastCores, wanted) : wanted;
  limits[isolator.kind] = before === null ? value : Math.min(before, value);
  const text = isolator.kind === "cpu" ? coresText(limits.cpu ?? 0) : bytesText(limits.memory ?? 0);
  if (limits[isolator.kind] !== wanted) return ["modified", `the limit in force is ${text}`];
  return ["enforced", isolator.request ? `limited to ${text}; the request is not reserved` : `limited to ${text}`];
}

function coresText(cores: number): string {
  return cores === 1 ? "1 core" : `${cores} cores`;
}

/** Exact, in the largest binary unit that divides it: `67108864` → `64 MiB`. */
function bytesText(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (unit < units.length - 1 && value > 0 && value % 1024 === 0) {
    value /= 1024;
    unit += 1;
  }
  return `${value} ${units[unit]}`;
}

/** An app's isolation within its pod's: the pod's bounds the app's (appc H1). */
export function boundBy(
  pod: IsolationPlan,
  app: IsolationPlan,
): Omit<IsolationPlan, "capabilities"> & { capabilities: string[] } {
  const least = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.min(a, b));
  const own = app.limits;
  return {
    limits: {
      cpu: own.cpu === null ? null : least(own.cpu, pod.limits.cpu),
      memory: own.memory === null ? null : least(own.memory, pod.limits.memory),
    },
    capabilities: boundingSet(pod, app),
    noNewPrivileges: app.noNewPrivileges || pod.noNewPrivileges,
  };
}

function boundingSet(pod: IsolationPlan, app: IsolationPlan): string[] {
  const within = (set: readonly string[], plan: IsolationPlan) => {
    const { retain, remove } = plan.capabilities;
    return set.filter((name) => (retain === null || retain.includes(name)) && !remove.includes(name));
  };
  return inOrder(within(within(app.capabilities.retain ?? defaultCapabilities, app), pod));
}

/** The capabilities of a set that need the right `add-capability`. */
export function addedCapabilities(set: string[]): string[] {
  return set.filter((name) => !defaultCapabilities.includes(name));
}
