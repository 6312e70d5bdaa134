/**
 * JSON values as YAML text in kubectl's shape, the same text for the same value. A whole object of some megabytes takes
 * milliseconds, where a general library takes seconds of the server's only thread. Pure.
 */

/** Text that no reader of YAML 1.1 or 1.2 takes for anything else. */
const plain = /^[A-Za-z_/][\w./@+-]*(:[\w./@+-]+)*( [\w./@+()-]+(:[\w./@+-]+)*)*$/;
const words = /^(y|yes|n|no|on|off|true|false|null|e[+-]?\d+)$/i;
/** Line breaks of YAML beside the line feed, and characters that cannot be seen or turn text around: they are escaped. */
const hidden =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** Text of several lines that can stand as it is under a `|`. */
const block = /^[^\s][^\u0000-\u0008\u000b-\u001f]*$/;
/** A key in the plain form may have 1024 characters. */
const longKey = 1000;

/** `value` is what JSON.parse answers. The text ends with a line feed. */
export function yamlText(value: unknown): string {
  const out: string[] = [];
  put(out, value, "", "");
  const text = out.join("");
  return text.startsWith("\n") ? text.slice(1) : text;
}

/** Writes what follows a key or a dash, with its space or its new line. */
function put(out: string[], value: unknown, pad: string, inner: string): void {
  if (Array.isArray(value)) {
    if (value.length === 0) return void out.push(out.length === 0 ? "[]\n" : " []\n");
    if (out.length > 0) out.push("\n");
    for (const item of value) {
      out.push(pad, "-");
      putItem(out, item, pad);
    }
    return;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined);
    if (entries.length === 0) return void out.push(out.length === 0 ? "{}\n" : " {}\n");
    if (out.length > 0) out.push("\n");
    for (const [key, one] of entries) {
      out.push(inner);
      putEntry(out, key, one, inner);
    }
    return;
  }
  out.push(out.length === 0 ? "" : " ", scalar(value, inner), "\n");
}

function putEntry(out: string[], key: string, value: unknown, pad: string): void {
  const name = inline(key);
  out.push(name.length > longKey ? `? ${name}\n${pad}:` : `${name}:`);
  put(out, value, pad, `${pad}  `);
}

/** An object in a list begins on the line of its dash. */
function putItem(out: string[], item: unknown, pad: string): void {
  const inner = `${pad}  `;
  const entries =
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.entries(item).filter(([, one]) => one !== undefined)
      : [];
  if (entries.length === 0) put(out, item, inner, inner);
  entries.forEach(([key, value], at) => {
    out.push(at === 0 ? " " : inner);
    putEntry(out, key, value, inner);
  });
}

function scalar(value: unknown, pad: string): string {
  if (typeof value !== "string") return value === null || value === undefined ? "null" : String(value);
  if (!value.includes("\n") || !block.test(value) || value.search(hidden) >= 0) return inline(value);
  const ends = /\n*$/.exec(value)?.[0].length ?? 0;
  const chomp = ends === 0 ? "-" : ends === 1 ? "" : "+";
  const body = ends === 0 ? value : value.slice(0, -1);
  const indent = pad === "" ? "  " : pad;
  return `|${chomp}\n${body
    .split("\n")
    .map((line) => (line === "" ? "" : `${indent}${line}`))
    .join("\n")}`;
}

function inline(text: string): string {
  if (plain.test(text) && !words.test(text)) return text;
  return JSON.stringify(text).replace(hidden, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
