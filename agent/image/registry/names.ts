/** The distribution specification's grammar of repositories and tags (registry-identity.md 1.4). */
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagForm = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

export function isRepository(text: string): boolean {
  return text.length <= 255 && text.split("/").every((part) => component.test(part));
}

export function isTag(text: string): boolean {
  return tagForm.test(text);
}
