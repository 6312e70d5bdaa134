/** How fresh a window is, told from its connection and its sources. Pure. */
import type { DataAgeProps } from "@/components/ui/data-age.tsx";
import type { WindowState } from "@/lib/api/live/window.ts";
import type { Source } from "@/lib/contract/live.ts";
import { plainText } from "@/lib/format/plain-text.ts";

export function freshness(view: Pick<WindowState, "state" | "asOf" | "sources">): DataAgeProps {
  if (view.state === "loading" || view.state === "error") return { state: "loading", asOf: view.asOf };
  const silent = view.sources.filter((source) => source.state !== "live");
  const detail = silent.length === 0 ? undefined : silent.map(silence).join("; ");
  if (view.state === "stale" || view.state === "first") return { state: view.state, asOf: view.asOf, detail };
  if (silent.length === 0) return { state: "live", asOf: view.asOf };
  const known = silent.map(({ asOf }) => asOf).filter((asOf) => asOf !== null);
  const oldest = known.length > 0 ? Math.min(...known) : null;
  return { state: "partly", asOf: oldest, detail };
}

function silence({ name, state, why }: Source): string {
  const how = state === "connecting" ? "is being asked" : "does not answer";
  return `${plainText(name)} ${how}${why ? `: ${plainText(why)}` : ""}`;
}
