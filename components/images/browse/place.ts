/** Where in the registries a page is: as far as the URL says. */
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

export type Asked = {
  node: string | null;
  registry: string | null;
  repository: string | null;
  reference: string | null;
};

/** A node is chosen. */
export type Place = Asked & { cluster: string; node: string };

/** `repository:tag` or `repository@sha256:…`, as people write it. */
export function imageName(repository: string, reference: string): string {
  return `${repository}${reference.includes(":") ? "@" : ":"}${reference}`;
}

/** The same place with another step below it. */
export function browseHref(place: Place, step: Partial<Asked>): string {
  const { node, registry, repository, reference } = { ...place, ...step };
  const given = { node, registry, repository, reference };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as Record<
    string,
    string
  >;
  return paths.browse(place.cluster, known);
}

/** The way to where it is, and what stands as the page's title. */
export function wayTo(place: Place): { title: string; crumbs: { label: string; href: string }[] } {
  const { cluster, registry, repository, reference } = place;
  const top = { registry: null, repository: null, reference: null };
  const steps = [{ label: "Browse registries", href: browseHref(place, top) }];
  if (registry !== null)
    steps.push({ label: registry, href: browseHref(place, { repository: null, reference: null }) });
  if (repository !== null) steps.push({ label: repository, href: browseHref(place, { reference: null }) });
  if (repository !== null && reference !== null)
    steps.push({ label: imageName(repository.split("/").at(-1) ?? repository, reference), href: "" });
  const title = plainText(steps.pop()?.label ?? "");
  return { title, crumbs: [{ label: "Images", href: paths.images(cluster) }, ...steps] };
}
