/** `craton trust`, as rkt's: keys that may vouch for images. A key is shown first, and added when its fingerprint was compared. */
import { UsageError } from "./failure.ts";

export const options = `  KEY                        a file, an http(s) URL, or left out: the keys that the prefix's own site names
  --prefix=NAME              trust it for images of this name and below (example.com/team)
  --root                     trust it for images of every name
  --skip-fingerprint-review  add without asking
  --insecure-allow-http      plain http and unknown certificates are good enough for the URL
  list [--no-legend]         all keys, masks and files that are left out
  rm FINGERPRINT (--prefix=NAME | --root)     remove a key or a mask of the local folder
  mask FINGERPRINT (--prefix=NAME | --root)   take trust away from a key of the system folder
A key file that is called like one of these words is given as ./list.`;

export async function run(argv: string[]): Promise<number> {
  const at = argv.findIndex((word) => !word.startsWith("-"));
  const verb = argv[at];
  const rest = argv.filter((_, i) => i !== at);
  if (verb === "list") return (await import("./trust-list.ts")).run(rest);
  if (verb === "rm" || verb === "mask") return (await import("./trust-change.ts")).run(verb, rest);
  return (await import("./trust-add.ts")).run(argv);
}

/** `--prefix` or `--root`: exactly one. Null is every name. */
export function placeOf(values: { prefix?: string; root?: boolean }): string | null {
  if ((values.prefix === undefined) === (values.root !== true))
    throw new UsageError("give either --prefix=NAME or --root");
  return values.prefix ?? null;
}

/** As people compare it: groups of four. */
export function spelled(fingerprint: string): string {
  return (fingerprint.toUpperCase().match(/.{1,4}/g) ?? []).join(" ");
}
