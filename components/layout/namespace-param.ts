/** Namespaces in a URL: `?ns=a,b`. Pure. */

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** The live protocol's limit. */
const most = 256;

/** Sorted and each once; what can be no namespace is dropped. */
export function readNamespaces(text: string): readonly string[] {
  const found = text.split(",").filter((name) => label.test(name));
  return [...new Set(found)].sort().slice(0, most);
}

/** The same path and query with these namespaces in place of its own; none takes the parameter away. */
export function withNamespaces(href: string, namespaces: readonly string[]): string {
  const [path = "", query = ""] = href.split("?", 2);
  const params = new URLSearchParams(query);
  params.delete("ns");
  const rest = params.toString();
  // Commas may stand in a query as they are, and read better so.
  const own = namespaces.length === 0 ? "" : `ns=${namespaces.join(",")}`;
  const after = [rest, own].filter(Boolean).join("&");
  return after === "" ? path : `${path}?${after}`;
}

/** `all`, `payments`, `payments, ledger`, `payments, ledger +3`. */
export function namespacesText(namespaces: readonly string[]): string {
  if (namespaces.length === 0) return "all";
  const shown = namespaces.slice(0, 2).join(", ");
  return namespaces.length > 2 ? `${shown} +${namespaces.length - 2}` : shown;
}
