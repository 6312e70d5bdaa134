/** A cluster's name out of a context's, as it may stand in a URL, and unlike the names that are taken. */
import { reservedNames } from "./cluster-spec.ts";

const longest = 40;

/** `arn:aws:eks:eu-1:12:cluster/Web` becomes `arn-aws-eks-eu-1-12-cluster-web`; a second one ends with `-2`. */
export function nameFor(context: string, taken: ReadonlySet<string>): string {
  const plain = context
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "");
  const cut = (most: number) => plain.slice(0, most).replace(/-+$/, "") || "cluster";
  const isFree = (name: string) => !taken.has(name) && !reservedNames.includes(name);
  const first = cut(longest);
  if (isFree(first)) return first;
  for (let count = 2; ; count++) {
    const name = `${cut(longest - String(count).length - 1)}-${count}`;
    if (isFree(name)) return name;
  }
}
