/** Paths in an image, spelled as lib/contract/image-files.ts says; `/` parts them, nothing else has a meaning. Pure. */

export function childPath(folder: string, name: string): string {
  return folder === "/" ? `/${name}` : `${folder}/${name}`;
}

export function parentPath(path: string): string {
  const end = path.lastIndexOf("/");
  return end <= 0 ? "/" : path.slice(0, end);
}

/** The folders above, from `/` on, then the path itself. */
export function crumbsOf(path: string): { name: string; path: string }[] {
  const crumbs = [{ name: "/", path: "/" }];
  let at = "/";
  for (const name of path.split("/").filter((part) => part !== "")) {
    at = childPath(at, name);
    crumbs.push({ name, path: at });
  }
  return crumbs;
}

/** Where a link in `folder` points, inside the image: `..` ends at `/`, as in a pod. */
export function linkTarget(folder: string, link: string): string {
  const parts = link.startsWith("/") ? [] : folder.split("/").filter((part) => part !== "");
  for (const part of link.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
