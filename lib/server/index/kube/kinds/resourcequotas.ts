import { quantity } from "../../../../format/quantity.ts";
import { list } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { column, type TypedKind } from "./typed-kind.ts";

type Quota = KubeObject & { status?: { hard?: Record<string, string>; used?: Record<string, string> } };

export const resourcequotas: TypedKind = {
  name: "resourcequotas",
  title: "Resource quotas",
  section: "config",
  columns: [
    column("used", "Most used, %", "number", 110),
    column("requests", "Used", "text", 360),
    column("limits", "Limits", "text", 320),
  ],
  project(object) {
    const { hard = {}, used = {} } = (object as Quota).status ?? {};
    const names = Object.keys(hard).sort();
    const share = Math.max(0, ...names.map((name) => shareOf(used[name], hard[name])));
    const words = (isLimit: boolean) =>
      list(
        names
          .filter((name) => name.startsWith("limits.") === isLimit)
          .map((name) => `${name}: ${used[name] ?? 0}/${hard[name]}`),
      );
    const word = share >= 1 ? status("Full", "warn") : status("Within", "ok");
    return {
      status: names.length === 0 ? status("Empty", "idle") : word,
      used: Math.round(share * 100),
      requests: words(false),
      limits: words(true),
    };
  },
};

function shareOf(used: string | undefined, hard: string | undefined): number {
  const most = quantity(hard);
  const now = quantity(used) ?? 0;
  if (most === null) return 0;
  return most === 0 ? (now > 0 ? 1 : 0) : now / most;
}
