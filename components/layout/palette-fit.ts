/** How well an entry of the palette fits what is typed, 0 for not at all. Pure; cmdk sorts by it. */

/** `value` is the entry's id, `words` its label and further names. What the server found fits already. */
export function fits(value: string, search: string, words: readonly string[] = []): number {
  if (value.startsWith("found ")) return 0.8;
  const wanted = search.toLowerCase().trim();
  const label = (words[0] ?? "").toLowerCase();
  const plain = words.join(" ").toLowerCase();
  if (label === wanted) return 1;
  if (!wanted.split(/\s+/).every((word) => plain.includes(word))) return 0;
  if (label.startsWith(wanted)) return 0.9;
  return plain.split(/[\s/.-]+/).some((word) => word.startsWith(wanted)) ? 0.6 : 0.3;
}
