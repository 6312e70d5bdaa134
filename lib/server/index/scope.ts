/**
 * What a user may list of a kind: everything, the rows of some namespaces, or nothing. For a mixed list, by the kind of each
 * row (the table's source number stands for it in the worker).
 */
export type KindScope = "all" | "none" | readonly string[];

/** By kind name; a plain kind has one entry. A kind that is absent is "none". */
export type Scope = Readonly<Record<string, KindScope>>;

export const isNothing = (scope: Scope): boolean =>
  Object.values(scope).every((one) => one === "none" || (typeof one !== "string" && one.length === 0));
