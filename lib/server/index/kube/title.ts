/** Names of kinds for people. */

/** `Network policies` for NetworkPolicy, `CSI drivers` for CSIDriver. `resource` tells a kind that is a plural already. */
export function titleOf(kind: string, resource: string): string {
  const words = kind.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+|\d+/g) ?? [kind];
  const last = words.length - 1;
  return words
    .map((word, at) => (at === 0 || word === word.toUpperCase() ? word : word.toLowerCase()))
    .map((word, at) => (at === last && kind.toLowerCase() !== resource ? plural(word) : word))
    .join(" ");
}

function plural(word: string): string {
  if (/(s|x|z|ch|sh)$/i.test(word)) return /[^aeiou]s$/i.test(word) && word === word.toUpperCase() ? word : `${word}es`;
  if (/[^aeiou]y$/i.test(word)) return `${word.slice(0, -1)}ies`;
  return `${word}s`;
}
