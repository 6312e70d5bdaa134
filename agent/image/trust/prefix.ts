/** Whether a key's prefix covers a name: by whole elements of the path, so that `example.com/web` is not for `example.com/website`. */
export function covers(prefix: string | null, name: string): boolean {
  return prefix === null || name === prefix || name.startsWith(`${prefix}/`);
}
