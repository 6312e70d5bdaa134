/** What the scheduler keeps free for a pod. Pure. */
import { quantity } from "../../../../format/quantity.ts";
import { isSidecar, type Pod, type Requests } from "./pod-shape.ts";

/** Cores or bytes; null when nothing is asked for. */
export function podRequest({ spec = {} }: Pod, resource: "cpu" | "memory"): number | null {
  const of = (one: Requests | undefined) => quantity(one?.requests?.[resource]) ?? 0;
  let running = 0;
  for (const { resources } of spec.containers ?? []) running += of(resources);
  let sidecars = 0;
  let starting = 0;
  for (const container of spec.initContainers ?? []) {
    const wanted = of(container.resources);
    if (isSidecar(container)) sidecars += wanted;
    starting = Math.max(starting, isSidecar(container) ? sidecars : sidecars + wanted);
  }
  const whole = quantity(spec.resources?.requests?.[resource]);
  const sum = (whole ?? Math.max(running + sidecars, starting)) + (quantity(spec.overhead?.[resource]) ?? 0);
  return sum > 0 ? Number(sum.toPrecision(15)) : null;
}
