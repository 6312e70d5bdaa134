/** What a discovery page says about one name: where images and keys are (appc E2 to E5, E11). */
import { type MetaTag, metaTags } from "./meta-tags.ts";
import { renderTemplate } from "./template.ts";

/** An image and its signature, as URLs. */
export type AciEndpoint = { aci: URL; asc: URL };
/** What was found, in the page's order, and why other tags for this name were left out. */
export type Found<T> = { found: T[]; dropped: string[] };

const most = 32;

/** Tags whose prefix begins the name (E4), rendered. `values`: the labels, defaults included. */
export function endpointsOf(html: string, name: string, values: Readonly<Record<string, string>>): Found<AciEndpoint> {
  const result: Found<AciEndpoint> = { found: [], dropped: [] };
  for (const { prefix, rest } of pairsOf(metaTags(html), "ac-discovery")) {
    if (!name.startsWith(prefix)) continue;
    const all = { ...values, name };
    const aci = renderTemplate(rest, all, "aci");
    const asc = renderTemplate(rest, all, "aci.asc");
    const shown = rest.slice(0, 200);
    if (!aci.url || !asc.url) result.dropped.push(`the template ${shown} is left out: ${aci.why ?? asc.why}`);
    else if (!isHttp(aci.url)) result.dropped.push(`${shown} is left out: it is neither https nor http`);
    else if (result.found.length < most) result.found.push({ aci: aci.url, asc: asc.url });
  }
  return result;
}

/**
 * URLs of key files. Here the prefix ends at a part of the name: a key is trusted for more than the one image that the name check
 * would hold it to.
 */
export function keysOf(html: string, name: string): Found<URL> {
  const result: Found<URL> = { found: [], dropped: [] };
  for (const { prefix, rest } of pairsOf(metaTags(html), "ac-discovery-pubkeys")) {
    if (name !== prefix && !name.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`)) continue;
    const url = URL.canParse(rest) ? new URL(rest) : null;
    if (!url || !isHttp(url)) result.dropped.push(`${rest.slice(0, 200)} is left out: it is no https URL`);
    else if (result.found.length < most) result.found.push(url);
  }
  return result;
}

/** Content is a prefix, blanks, and one word. */
function pairsOf(tags: MetaTag[], name: string): { prefix: string; rest: string }[] {
  return tags.flatMap((tag) => {
    if (tag.name !== name) return [];
    const [, prefix, rest] = /^\s*(\S+)\s+(\S+)\s*$/.exec(tag.content) ?? [];
    return prefix === undefined || rest === undefined ? [] : [{ prefix, rest }];
  });
}

function isHttp(url: URL): boolean {
  return url.protocol === "https:" || url.protocol === "http:";
}
