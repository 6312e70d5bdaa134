/**
 * The `<meta name content>` tags in the head of a hostile HTML page, by HTML's own rules of tags, comments, raw text and character
 * references, in one pass. The body is not looked at: there others may write.
 */
export type MetaTag = { name: string; content: string };

const rawText = new Set(["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "template"]);
const mostTags = 1000;

/** In document order; names in lower case. At most 1000 tags are answered. */
export function metaTags(html: string): MetaTag[] {
  const found: MetaTag[] = [];
  for (let at = html.indexOf("<"); at >= 0 && found.length < mostTags; at = html.indexOf("<", at)) {
    if (html.startsWith("<!--", at)) {
      at = endOfComment(html, at);
      continue;
    }
    if (!/^<\/?[a-zA-Z]/.test(html.slice(at, at + 3))) {
      at = /^<[!?/]/.test(html.slice(at, at + 2)) ? after(html, ">", at) : at + 1;
      continue;
    }
    const tag = readTag(html, at);
    if (!tag || tag.name === "body" || (tag.closes && tag.name === "head")) break;
    at = tag.end;
    if (tag.closes) continue;
    if (rawText.has(tag.name)) at = endOfRawText(html, tag.name, at);
    const { name, content } = Object.fromEntries(tag.attributes) as Partial<MetaTag>;
    if (tag.name === "meta" && name !== undefined && content !== undefined)
      found.push({ name: name.trim().toLowerCase(), content });
  }
  return found;
}

type Tag = { name: string; closes: boolean; attributes: [string, string][]; end: number };

/** null when the page ends within the tag: then it is none. */
function readTag(html: string, start: number): Tag | null {
  const closes = html[start + 1] === "/";
  const [rawName, afterName] = take(/[^\s/>]*/y, html, start + (closes ? 2 : 1));
  const attributes = new Map<string, string>();
  for (let at = afterName; ; ) {
    [, at] = take(/[\s/]*/y, html, at);
    if (at >= html.length) return null;
    if (html[at] === ">") return { name: rawName.toLowerCase(), closes, attributes: [...attributes], end: at + 1 };
    const [key, afterKey] = take(/=?[^\s/>=]*/y, html, at);
    const [equals, afterEquals] = take(/\s*=\s*/y, html, afterKey);
    at = afterKey;
    let value = "";
    if (equals !== "") {
      const quote = html[afterEquals];
      if (quote === '"' || quote === "'") {
        const close = html.indexOf(quote, afterEquals + 1);
        if (close < 0) return null;
        value = html.slice(afterEquals + 1, close);
        at = close + 1;
      } else [value, at] = take(/[^\s>]*/y, html, afterEquals);
    }
    const name = key.toLowerCase();
    if (!attributes.has(name)) attributes.set(name, decodeReferences(value));
  }
}

/** What the sticky expression matches at a place, and the place behind it. */
function take(form: RegExp, text: string, at: number): [string, number] {
  form.lastIndex = at;
  const match = form.exec(text)?.[0] ?? "";
  return [match, at + match.length];
}

function after(html: string, end: string, from: number): number {
  const at = html.indexOf(end, from);
  return at < 0 ? html.length : at + end.length;
}

/** `<!-->` and `<!--->` end at once; `--!>` ends too. */
function endOfComment(html: string, start: number): number {
  const [, short] = take(/<!---?>/y, html, start);
  if (short > start) return short;
  const form = /--!?>/g;
  form.lastIndex = start + 4;
  return form.exec(html) ? form.lastIndex : html.length;
}

function endOfRawText(html: string, name: string, from: number): number {
  const form = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  form.lastIndex = from;
  const match = form.exec(html);
  return match ? match.index : html.length;
}

const named: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** Numbers and the names of XML; others stay as they are written. */
function decodeReferences(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] as string) : whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : "\ufffd";
  });
}
