import type { NameValue } from "../../lib/contract/appc.ts";

/** The PATH that appc G7 demands. */
export const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** `over` replaces values of `base` in place and appends the rest. */
export function mergeVariables(base: readonly NameValue[], over: readonly NameValue[]): NameValue[] {
  const merged = new Map<string, NameValue>();
  for (const variable of [...base, ...over]) merged.set(variable.name, variable);
  return [...merged.values()];
}

/**
 * All variables of an app's processes (appc G7): PATH, which `own` may replace, then `own`, then `container` and AC_APP_NAME,
 * which it may not. AC_METADATA_URL is left out: there is no metadata service yet (appc I1 only recommends one).
 */
export function appEnvironment(appName: string, own: readonly NameValue[]): NameValue[] {
  return mergeVariables(
    [{ name: "PATH", value: defaultPath }, ...own],
    [
      { name: "container", value: "craton" },
      { name: "AC_APP_NAME", value: appName },
    ],
  );
}
