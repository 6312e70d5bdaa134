/**
 * Reads JSON (appc B12, RFC 8259) more strictly than JSON.parse: a key given twice in one object, nesting deeper than
 * `maxDepth` and a text longer than `maxBytes` are refused, and a fault is named by line and column.
 */
export type JsonLimits = { maxBytes: number; maxDepth: number };
export const jsonLimits: JsonLimits = { maxBytes: 4 * 1024 * 1024, maxDepth: 64 };

export type JsonResult = { ok: true; value: unknown } | { ok: false; path: string; message: string };

class Refusal extends Error {
  readonly path: string;
  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const blank = /[ \t\n\r]*/y;
const plainKey = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `$.a` and `key` make `$.a.key`; a key that is no plain word is quoted: `$.a["x y"]`. */
export function at(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return plainKey.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key.slice(0, 64))}]`;
}

/**
 * Parses `text`; `path` is the JSON path of the fault's object (`$` for faults of syntax). `places` takes where each path's
 * value begins, counted in UTF-16 code units.
 */
export function readJson(
  text: string,
  limits: JsonLimits = jsonLimits,
  places: Map<string, number> | null = null,
): JsonResult {
  if (text.length > limits.maxBytes || Buffer.byteLength(text) > limits.maxBytes) {
    return { ok: false, path: "$", message: `is larger than ${limits.maxBytes} bytes` };
  }
  try {
    return { ok: true, value: new Reader(text, limits.maxDepth, places).whole() };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, path: error.path, message: error.message };
    throw error;
  }
}

const lastPart = /(\.[A-Za-z0-9_]+|\[[^[]*\])$/s;

/** Counted from 1. */
export type Place = { line: number; column: number };

/** Where the value of a JSON path begins, or of the nearest that there is above it; null when the text is no JSON. */
export function placesIn(text: string): (path: string) => Place | null {
  const places = new Map<string, number>();
  if (!readJson(text, jsonLimits, places).ok) return () => null;
  return (path) => {
    for (let at = path; ; at = at.replace(lastPart, "")) {
      const place = places.get(at);
      if (place !== undefined) return placeAt(text, place);
      if (!lastPart.test(at)) return null;
    }
  };
}

function placeAt(text: string, position: number): Place {
  const before = text.slice(0, position);
  return { line: before.split("\n").length, column: position - before.lastIndexOf("\n") };
}

class Reader {
  private position = 0;
  private readonly text: string;
  private readonly maxDepth: number;
  private readonly places: Map<string, number> | null;
  constructor(text: string, maxDepth: number, places: Map<string, number> | null) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.places = places;
  }

  whole(): unknown {
    this.skipBlanks();
    const value = this.value("$", 0);
    if (this.position < this.text.length) this.fail("$", "expected the end");
    return value;
  }

  private value(path: string, depth: number): unknown {
    if (depth > this.maxDepth) throw new Refusal(path, `is nested deeper than ${this.maxDepth} levels`);
    this.places?.set(path, this.position);
    const first = this.text[this.position];
    if (first === "{") return this.object(path, depth);
    if (first === "[") return this.array(path, depth);
    if (first === '"') return this.string(path);
    for (const [word, value] of [["true", true] as const, ["false", false] as const, ["null", null] as const]) {
      if (this.text.startsWith(word, this.position)) {
        this.position += word.length;
        this.skipBlanks();
        return value;
      }
    }
    number.lastIndex = this.position;
    const found = number.exec(this.text)?.[0];
    if (found === undefined) return this.fail(path, "expected a value");
    this.position += found.length;
    this.skipBlanks();
    return Number(found);
  }

  private object(path: string, depth: number): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const seen = new Set<string>();
    this.position++;
    this.skipBlanks();
    if (this.take("}")) return result;
    do {
      if (this.text[this.position] !== '"') this.fail(path, "expected a key in double quotes");
      const key = this.string(path);
      if (seen.has(key)) this.fail(at(path, key), "the key is given twice", this.position);
      seen.add(key);
      if (!this.take(":")) this.fail(path, "expected a colon");
      const value = this.value(at(path, key), depth + 1);
      // A plain assignment to `__proto__` would change the object itself.
      Object.defineProperty(result, key, { value, writable: true, enumerable: true, configurable: true });
    } while (this.take(","));
    if (!this.take("}")) this.fail(path, "expected a comma or a closing brace");
    return result;
  }

  private array(path: string, depth: number): unknown[] {
    const result: unknown[] = [];
    this.position++;
    this.skipBlanks();
    if (this.take("]")) return result;
    do result.push(this.value(at(path, result.length), depth + 1));
    while (this.take(","));
    if (!this.take("]")) this.fail(path, "expected a comma or a closing bracket");
    return result;
  }

  private string(path: string): string {
    let end = this.position + 1;
    for (let c = this.text[end]; c !== '"'; c = this.text[end]) {
      if (c === undefined || c < " ") this.fail(path, "the text is not closed on its line", end);
      end += c === "\\" ? 2 : 1;
    }
    const raw = this.text.slice(this.position, end + 1);
    try {
      const value = JSON.parse(raw) as string;
      this.position = end + 1;
      this.skipBlanks();
      return value;
    } catch {
      return this.fail(path, "the text holds a wrong escape");
    }
  }

  private take(character: string): boolean {
    if (this.text[this.position] !== character) return false;
    this.position++;
    this.skipBlanks();
    return true;
  }

  private skipBlanks(): void {
    blank.lastIndex = this.position;
    this.position += blank.exec(this.text)?.[0].length ?? 0;
  }

  private fail(path: string, message: string, position = this.position): never {
    const { line, column } = placeAt(this.text, position);
    const found = position < this.text.length ? `found ${JSON.stringify(this.text[position])}` : "found the end";
    throw new Refusal(path, `is not valid JSON at line ${line}, column ${column}: ${message}, ${found}`);
  }
}
