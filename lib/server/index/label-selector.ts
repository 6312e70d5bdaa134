/**
 * Label selectors as `kubectl -l` takes them: requirements joined by commas, all must hold.
 *   app=web  app==web  app!=web (also without the label)  app in (a,b)  app notin (a,b) (also without)  app  !app  rank>3  rank<3
 * Pure.
 */

export type Requirement = {
  key: string;
  operator: "in" | "notin" | "exists" | "missing" | "above" | "below";
  /** One whole number for `above` and `below`; none for `exists` and `missing`. */
  values: string[];
};

/** `at` counts letters from the selector's beginning. */
export class SelectorError extends Error {
  readonly at: number;
  constructor(at: number, why: string) {
    super(why);
    this.name = "SelectorError";
    this.at = at;
  }
}

type Token = { text: string; at: number };
const keyName = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const valueName = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
const signs = /^(?:==|!=|[=!(),<>])/;

/** Throws `SelectorError`. An empty selector is none of nobody: it is refused. */
export function parseSelector(text: string): Requirement[] {
  return new Parser(text).requirements();
}

class Parser {
  private readonly tokens: Token[] = [];
  private readonly length: number;
  private next = 0;

  constructor(text: string) {
    this.length = text.length;
    for (let at = 0; at < text.length; ) {
      const rest = text.slice(at);
      const found = /^\s+/.exec(rest)?.[0] ?? signs.exec(rest)?.[0] ?? /^[^\s=!(),<>]+/.exec(rest)?.[0] ?? "";
      if (!/^\s/.test(found)) this.tokens.push({ text: found, at });
      at += found.length;
    }
  }

  requirements(): Requirement[] {
    const found = [this.requirement()];
    while (this.peek() !== null) {
      this.expect(",");
      found.push(this.requirement());
    }
    return found;
  }

  private requirement(): Requirement {
    if (this.peek() === "!") {
      this.next++;
      return { key: this.key(), operator: "missing", values: [] };
    }
    const key = this.key();
    const sign = this.peek();
    if (sign === null || sign === ",") return { key, operator: "exists", values: [] };
    const at = this.at();
    this.next++;
    if (sign === "=" || sign === "==") return { key, operator: "in", values: [this.value()] };
    if (sign === "!=") return { key, operator: "notin", values: [this.value()] };
    if (sign === "in" || sign === "notin") return { key, operator: sign, values: this.values() };
    if (sign === ">" || sign === "<")
      return { key, operator: sign === ">" ? "above" : "below", values: [this.whole()] };
    throw new SelectorError(at, `after the label ${key} comes =, !=, in, notin, > or <, not ${sign.slice(0, 40)}`);
  }

  private key(): string {
    const at = this.at();
    const text = this.peek() ?? "";
    if (!keyName.test(text) || text === "in" || text === "notin")
      throw new SelectorError(
        at,
        text === "" ? "a label's name is missing" : `${text.slice(0, 40)} is no label's name`,
      );
    this.next++;
    return text;
  }

  /** The end or a comma is the empty value. */
  private value(): string {
    const text = this.peek();
    if (text === null || text === ",") return "";
    return this.checked(text);
  }

  private checked(text: string): string {
    if (!valueName.test(text)) throw new SelectorError(this.at(), `${text.slice(0, 40)} is no label's value`);
    this.next++;
    return text;
  }

  private whole(): string {
    const text = this.peek() ?? "";
    if (!/^[+-]?\d{1,18}$/.test(text))
      throw new SelectorError(this.at(), `${text.slice(0, 40) || "the end"} is no whole number`);
    this.next++;
    return text;
  }

  private values(): string[] {
    this.expect("(");
    if (this.peek() === ")") throw new SelectorError(this.at(), "the values are missing");
    const found: string[] = [];
    for (;;) {
      const text = this.peek();
      found.push(text === "," || text === ")" ? "" : this.checked(text ?? "("));
      if (this.peek() === ")") break;
      this.expect(this.peek() === null ? ")" : ",");
    }
    this.next++;
    return [...new Set(found)];
  }

  private expect(sign: string): void {
    const text = this.peek();
    if (text !== sign)
      throw new SelectorError(this.at(), `${sign} is missing${text === null ? "" : ` before ${text.slice(0, 40)}`}`);
    this.next++;
  }

  private peek(): string | null {
    return this.tokens[this.next]?.text ?? null;
  }

  private at(): number {
    return this.tokens[this.next]?.at ?? this.length;
  }
}

/** Whether labels as a list shows them (`a=b,c=d`) fit all requirements. */
export function labelsFit(labels: string, requirements: readonly Requirement[]): boolean {
  return requirements.every((one) => {
    const value = labelOf(labels, one.key);
    switch (one.operator) {
      case "exists":
        return value !== null;
      case "missing":
        return value === null;
      case "in":
        return value !== null && one.values.includes(value);
      case "notin":
        return value === null || !one.values.includes(value);
      default:
        return value !== null && /^[+-]?\d{1,18}$/.test(value) && isBeyond(one, BigInt(value));
    }
  });
}

function isBeyond({ operator, values: [bound = "0"] }: Requirement, value: bigint): boolean {
  return operator === "above" ? value > BigInt(bound) : value < BigInt(bound);
}

/** No name or value holds `=` or a comma. */
function labelOf(labels: string, key: string): string | null {
  const sought = `${key}=`;
  for (let at = labels.indexOf(sought); at >= 0; at = labels.indexOf(sought, at + 1)) {
    if (at > 0 && labels[at - 1] !== ",") continue;
    const begin = at + sought.length;
    const end = labels.indexOf(",", begin);
    return labels.slice(begin, end < 0 ? undefined : end);
  }
  return null;
}
