/** The YAML of an object without what the cluster says of it. Pure. */

/** `status` stands last and at the beginning of a line; in a text of several lines nothing does. */
export function withoutStatus(yaml: string): string {
  const at = yaml.search(/^status:/m);
  return at < 0 ? yaml : yaml.slice(0, at);
}
