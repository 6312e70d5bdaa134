/** How fresh a window is, told from its connection and its sources. Pure. */
import type { DataAgeProps } from "@/components/ui/data-age.tsx";
import type { WindowState } from "@/lib/api/live/window.ts";
import type { Source } from "@/lib/contract/live.ts";
import { formatCount } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";

export function freshness(view: Pick<WindowState, "state" | "asOf" | "sources">): DataAgeProps {
  if (view.state === "loading" || view.state === "error") return { state: "loading", asOf: view.asOf };
  const silent = view.sources.filter((source) => source.state !== "live");
  const detail = silent.length === 0 ? undefined : silent.map(silence).join("; ");
  if (view.state === "stale" || view.state === "first") return { state: view.state, asOf: view.asOf, detail };
  const loaded = loadedOf(view.sources);
  if (loaded !== null)
    return { state: "filling", asOf: view.asOf, loaded, detail: "the first list is still coming in" };
  if (silent.length === 0) return { state: "live", asOf: view.asOf };
  const known = silent.map(({ asOf }) => asOf).filter((asOf) => asOf !== null);
  const oldest = known.length > 0 ? Math.min(...known) : null;
  if (oldest === null && view.sources.every(({ state }) => state === "connecting"))
    return { state: "loading", asOf: view.asOf, detail };
  return { state: silent.length === view.sources.length ? "behind" : "partly", asOf: oldest, detail };
}

/** `12,000 of 150,000 loaded` while first lists are coming in; null when none is. */
function loadedOf(sources: readonly Source[]): string | null {
  const filling = sources.flatMap(({ loading }) => (loading ? [loading] : []));
  if (filling.length === 0) return null;
  const rows = filling.reduce((sum, one) => sum + one.rows, 0);
  const of = filling.reduce<number | null>((sum, one) => (sum === null || one.of === null ? null : sum + one.of), 0);
  return of === null ? `${formatCount(rows)} loaded` : `${formatCount(rows)} of ${formatCount(of)} loaded`;
}

function silence({ name, state, why }: Source): string {
  const how = state === "connecting" ? "is being asked" : "does not answer";
  return `${plainText(name)} ${how}${why ? `: ${plainText(why)}` : ""}`;
}
