/** What a person names as an App Container image (appc E13): `NAME[:VERSION][,LABEL=VALUE]…`. */
import { CratonError } from "../../../lib/contract/errors.ts";
import { identifierFault } from "../../appc/types.ts";

/** `labels` as asked for, `version` among them; without defaults. */
export type AppName = { name: string; labels: Readonly<Record<string, string>> };

const longest = 2048;

/** Throws `bad-name` with what is wrong. Values are taken as they stand; an empty version is none. */
export function parseApp(text: string): AppName {
  const fault = (why: string) => new CratonError("bad-name", { value: text.slice(0, 256), what: "image name", why });
  if (text.length > longest) throw fault(`it is longer than ${longest} characters`);
  const [head = "", ...pairs] = text.split(",");
  const [name = "", version, ...more] = head.split(":");
  if (more.length > 0 || pairs.some((pair) => pair.includes(":")))
    throw fault("only one colon may stand in it, before the version");
  const why = identifierFault(name);
  if (why) throw fault(why);
  const labels = new Map<string, string>();
  if (version !== undefined && version !== "") labels.set("version", version);
  for (const pair of pairs) {
    const cut = pair.indexOf("=");
    const label = pair.slice(0, Math.max(cut, 0));
    if (cut < 1) throw fault(`${pair === "" ? "an empty part" : pair} is no LABEL=VALUE`);
    const bad = identifierFault(label);
    if (bad) throw fault(`the label ${label} ${bad}`);
    if (label === "name" || labels.has(label) || (label === "version" && version))
      throw fault(`the label ${label} is given twice`);
    if (hasControl(pair)) throw fault(`the value of ${label} holds a control character`);
    labels.set(label, pair.slice(cut + 1));
  }
  if (version !== undefined && hasControl(version)) throw fault("the version holds a control character");
  return { name, labels: Object.fromEntries(labels) };
}

/** The normal form, by which equal names are told: version first, then labels in order. */
export function appText({ name, labels }: AppName): string {
  const { version, ...rest } = labels;
  const pairs = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
  return [version ? `${name}:${version}` : name, ...pairs.map(([label, value]) => `${label}=${value}`)].join(",");
}

function hasControl(text: string): boolean {
  return [...text].some((char) => char < " " || (char >= "\x7f" && char <= "\x9f"));
}
