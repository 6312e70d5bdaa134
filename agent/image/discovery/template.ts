/**
 * The URL templates of discovery pages (appc E3, E4): each `{label}` is replaced by its value, once, as the text stands. Values come
 * from whoever asks, so all but plain letters of them is percent-encoded; `{name}` keeps its slashes.
 */
export type Ext = "aci" | "aci.asc";

/**
 * The URL, or in words why there is none: a label without a value (E11), no `{ext}`, no URL, or a value that would climb in the
 * URL's path. `values`: labels and `name`.
 */
export function renderTemplate(
  template: string,
  values: Readonly<Record<string, string>>,
  ext: Ext,
): { url: URL; why: null } | { url: null; why: string } {
  const no = (why: string) => ({ url: null, why });
  if (!template.includes("{ext}")) return no("it lacks {ext}");
  const missing: string[] = [];
  const text = template.replace(/\{(.*?)\}/g, (_, label: string) => {
    if (label === "ext") return ext;
    if (Object.hasOwn(values, label)) return encoded(label, values[label] as string);
    missing.push(label);
    return "";
  });
  if (missing.length > 0) return no(`there is no label ${missing[0]?.slice(0, 64)}`);
  if (climbs(text)) return no("its path would climb out by . or ..");
  if (!URL.canParse(text)) return no("it is no URL");
  return { url: new URL(text), why: null };
}

function encoded(label: string, value: string): string {
  const keeps = label === "name" ? /[^A-Za-z0-9\-._~/]/gu : /[^A-Za-z0-9\-._~+]/gu;
  return value.replace(keeps, (char) =>
    [...Buffer.from(char)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`).join(""),
  );
}

function climbs(text: string): boolean {
  const path = text.split(/[?#]/)[0] ?? "";
  return path.split(/[/\\]/).some((part) => /^(\.|%2e){1,2}$/i.test(part));
}
