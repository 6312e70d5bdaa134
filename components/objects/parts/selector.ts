/** Label selectors, in words and as the filter of a list. Pure. */
import { entries, list, text, texts } from "../read.ts";

/** `app=web` pairs of a plain map of labels. */
export function mapPairs(value: unknown): [string, string][] {
  return entries(value).map(([key, one]) => [key, text(one) ?? ""]);
}

/** Pairs and expressions of a LabelSelector in words: `app=web`, `tier in (a, b)`, `canary is not set`. */
export function selectorWords(selector: unknown): string[] {
  const pairs = mapPairs(selectorMap(selector)).map(([key, value]) => `${key}=${value}`);
  return [...pairs, ...list(selector, "matchExpressions").map(expressionWords)];
}

function expressionWords(one: unknown): string {
  const key = text(one, "key") ?? "";
  const values = texts(one, "values").join(", ");
  switch (text(one, "operator")) {
    case "In":
      return `${key} in (${values})`;
    case "NotIn":
      return `${key} not in (${values})`;
    case "Exists":
      return `${key} is set`;
    case "DoesNotExist":
      return `${key} is not set`;
    default:
      return `${key} ${text(one, "operator") ?? ""} ${values}`;
  }
}

const selectorMap = (selector: unknown): unknown =>
  typeof selector === "object" && selector !== null && "matchLabels" in selector ? selector.matchLabels : undefined;

/** Terms of the filter for the labels of a plain map; null for none, since none would match everything. */
export function mapFilter(value: unknown): string | null {
  const pairs = mapPairs(value);
  if (pairs.length === 0) return null;
  return pairs.map(([key, one]) => `label:${quoted(`${key}=${one}`)}`).join(" ");
}

/** Terms for a LabelSelector's pairs; expressions of one value are pairs too, others are left out. */
export function selectorFilter(selector: unknown): string | null {
  const single = list(selector, "matchExpressions").flatMap((one): [string, string][] => {
    const [value, ...more] = texts(one, "values");
    const key = text(one, "key");
    const isPair = text(one, "operator") === "In" && more.length === 0 && value !== undefined && key !== null;
    return isPair ? [[key, value]] : [];
  });
  return mapFilter(Object.fromEntries([...mapPairs(selectorMap(selector)), ...single]));
}

const quoted = (term: string): string => (/^[\w./=-]+$/.test(term) ? term : JSON.stringify(term));
