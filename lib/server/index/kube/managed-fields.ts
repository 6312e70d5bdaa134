/**
 * Cuts the field managers out of an answer before it is parsed: they are nearly half of most objects, in many small parts,
 * and no list shows them. What is left is the same JSON with empty arrays in their place.
 */

const needle = '"managedFields":[';
const quote = 34;
const backslash = 92;
const opening = 91;
const closing = 93;

export function withoutManagedFields(text: string): string {
  let at = text.indexOf(needle);
  if (at < 0) return text;
  let kept = "";
  let from = 0;
  while (at >= 0) {
    const open = at + needle.length - 1;
    // An escaped quote is within some other name.
    const end = text.charCodeAt(at - 1) === backslash ? open + 1 : endOfArray(text, open);
    if (end < 0) break;
    kept += text.slice(from, open + 1);
    from = end;
    at = text.indexOf(needle, end);
  }
  return kept + text.slice(from);
}

/** Place of the bracket that closes the array which opens at `open`; -1 in a text that was cut off. */
function endOfArray(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
      if (at < 0) return -1;
    } else if (code === opening) depth++;
    else if (code === closing && --depth === 0) return at;
  }
  return -1;
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}
