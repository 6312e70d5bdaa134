/** `/a//b/./c/` is `/a/b/c`. `..` is refused before (`pathFault`). */
export function cleanPath(path: string): string {
  return `/${path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/")}`;
}

/** Whether `path` is `folder` or below it; both clean. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === "/" || path.startsWith(`${folder}/`);
}
