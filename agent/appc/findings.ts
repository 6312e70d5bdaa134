/** What the steps of a plan have to say: faults stop it, the rest is told to the user. */
import type { PathError } from "../../lib/contract/errors.ts";
import type { IsolatorReport } from "../../lib/contract/pod.ts";
import type { RightNeeded } from "./plan-value.ts";

export type Findings = {
  faults: PathError[];
  /** Asked for what the specification has and this version has not. */
  unsupported: PathError[];
  warnings: string[];
  isolators: IsolatorReport[];
  rights: RightNeeded[];
};

export function noFindings(): Findings {
  return { faults: [], unsupported: [], warnings: [], isolators: [], rights: [] };
}
