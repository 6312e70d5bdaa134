/**
 * What a user may list of a kind: everything, the rows of some namespaces, or nothing. For a mixed list, by the kind of each
 * row (the table's source number stands for it in the worker).
 */
export type KindScope = "all" | "none" | readonly string[];

/** By kind name; a plain kind has one entry. A kind that is absent is "none". */
export type Scope = Readonly<Record<string, KindScope>>;

const isNone = (one: KindScope): boolean => one === "none" || (typeof one !== "string" && one.length === 0);

export const isNothing = (scope: Scope): boolean => Object.values(scope).every(isNone);

/** Only what lies in these namespaces; empty narrows nothing. */
export function narrow(scope: Scope, namespaces: readonly string[]): Scope {
  if (namespaces.length === 0) return scope;
  const wanted = new Set(namespaces);
  const part = (one: KindScope): KindScope => {
    if (one === "all") return [...wanted];
    return one === "none" ? "none" : one.filter((name) => wanted.has(name));
  };
  return Object.fromEntries(Object.entries(scope).map(([kind, one]) => [kind, part(one)]));
}

/** The same text for scopes that allow the same. */
export function scopeKey(scope: Scope): string {
  const parts = Object.entries(scope)
    .filter(([, one]) => !isNone(one))
    .map(([kind, one]) => [kind, typeof one === "string" ? one : [...new Set(one)].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(parts);
}
