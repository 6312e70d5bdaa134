/**
 * Names of files are bytes (one character a byte in agent/host). For people and JSON they are text: what is UTF-8 as it is, every other
 * byte `\\xNN`, a backslash `\\\\`. So every name has one text, and every text that is shown leads back to its name.
 */
export function showName(bytes: string): string {
  const raw = Buffer.from(bytes, "latin1");
  let text = "";
  for (let at = 0; at < raw.length; ) {
    const length = sequenceAt(raw, at);
    if (length === 0) text += `\\x${(raw[at] as number).toString(16).padStart(2, "0")}`;
    else if (raw[at] === 0x5c) text += "\\\\";
    else text += raw.toString("utf8", at, at + length);
    at += length || 1;
  }
  return text;
}

/** Null for a text that shows no name. */
export function readName(text: string): string | null {
  let bytes = "";
  for (let at = 0; at < text.length; ) {
    const escaped = /^\\(?:(\\)|x([0-9a-f]{2}))/.exec(text.slice(at, at + 4));
    if (text[at] === "\\" && !escaped) return null;
    const character = String.fromCodePoint(text.codePointAt(at) as number);
    if (escaped) bytes += escaped[1] ?? String.fromCharCode(Number.parseInt(escaped[2] as string, 16));
    else bytes += Buffer.from(character).toString("latin1");
    at += escaped ? escaped[0].length : character.length;
  }
  return bytes;
}

/** Bytes of the UTF-8 character that begins there, 0 for none. */
function sequenceAt(raw: Buffer, at: number): number {
  const first = raw[at] as number;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > raw.length) return 0;
  const piece = raw.subarray(at, at + length);
  return Buffer.compare(Buffer.from(piece.toString("utf8")), piece) === 0 ? length : 0;
}
