/** `WWW-Authenticate` (RFC 9110, 11.6.1): one header may hold several challenges, each with parameters, quoted or not. */
export type Challenge = { scheme: string; params: Record<string, string> };

const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const longest = 8192;

/** Schemes and parameter names are lower case. What does not parse ends the list; the challenges before it count. */
export function parseChallenges(header: string): Challenge[] {
  const text = header.slice(0, longest);
  const challenges: Challenge[] = [];
  let at = 0;
  const skip = (form: RegExp) => {
    form.lastIndex = at;
    at = form.exec(text) ? form.lastIndex : at;
  };
  const word = (): string | null => {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return null;
    at = token.lastIndex;
    return match[0];
  };
  while (at < text.length) {
    skip(/[\s,]*/y);
    const start = at;
    const name = word();
    if (name === null) break;
    skip(/\s*/y);
    const current = challenges.at(-1);
    const isParam = text[at] === "=" && current !== undefined;
    if (!isParam) {
      at = start + name.length;
      challenges.push({ scheme: name.toLowerCase(), params: {} });
      skip(/[ \t]+[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y);
      continue;
    }
    at++;
    skip(/\s*/y);
    const value = text[at] === '"' ? quoted() : word();
    if (value === null) break;
    current.params[name.toLowerCase()] ??= value;
  }
  return challenges;

  function quoted(): string | null {
    const form = /"((?:[^"\\]|\\.)*)"/y;
    form.lastIndex = at;
    const match = form.exec(text);
    if (!match) return null;
    at = form.lastIndex;
    return (match[1] ?? "").replace(/\\(.)/g, "$1");
  }
}
