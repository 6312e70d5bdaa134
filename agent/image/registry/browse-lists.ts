/** Repositories of a registry and tags of a repository, a page at a time. Answers are bounded, names that are none are left out. */
import { z } from "zod";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { RepositoryPage, TagPage } from "../../../lib/contract/registry-browse.ts";
import { RegistryClient } from "./client.ts";
import type { Registries } from "./config.ts";
import { isRepository, isTag } from "./names.ts";
import { nextCursor, pageQuery } from "./next-page.ts";
import { readSmall } from "./read-small.ts";
import type { Reference } from "./reference.ts";
import { RegistryApi } from "./registry-api.ts";
import type { PageWish } from "./service.ts";

const maxPage = 4 * 1024 * 1024;
const catalog = z.looseObject({ repositories: z.array(z.unknown()).nullish() });
const tagList = z.looseObject({ tags: z.array(z.unknown()).nullish() });

/** Docker's catalog, which is no part of OCI's API: a registry that refuses it is told as `refused`. */
export async function repositoriesOf(
  host: string,
  registries: Registries,
  page: PageWish,
  signal: AbortSignal,
): Promise<RepositoryPage> {
  const api = new RegistryApi(host, registries, "registry:catalog:*");
  try {
    const url = api.url(`_catalog?${pageQuery(page)}`);
    const { status, body, headers } = await api.get(url, maxPage, signal);
    if (status === 429) throw new CratonError("registry-busy", { registry: host, why: "it answers 429" });
    if (status >= 500) throw new CratonError("fetch-failed", { source: url.origin, why: `it answers ${status}` });
    if (status !== 200) return { repositories: [], next: null, refused: `it answers ${status}` };
    return { ...parseCatalog(body, host), next: nextCursor(linkOf(headers), url), refused: null };
  } catch (error) {
    // A token server that gives nobody the catalog; that the credentials are wrong is told when a repository is asked for.
    if (error instanceof CratonError && error.code === "registry-denied")
      return { repositories: [], next: null, refused: error.message };
    throw error;
  } finally {
    api.close();
  }
}

/** From the mirrors too, as a fetch would. */
export async function tagsOf(
  reference: Reference,
  registries: Registries,
  page: PageWish,
  signal: AbortSignal,
): Promise<TagPage> {
  const client = new RegistryClient(reference, registries);
  try {
    return await client.fromAny(async (server) => {
      const path = `tags/list?${pageQuery(page)}`;
      const answer = await client.open(server, path, { accept: "application/json" }, signal);
      const body = await readSmall(answer.body, maxPage, `the tags of ${reference.repository}`, signal);
      return {
        ...parseTags(body, reference.source),
        next: nextCursor(linkOf(answer.headers), client.url(server, path)),
      };
    });
  } finally {
    client.close();
  }
}

/** Throws `fetch-failed` for what is no such list. */
export function parseCatalog(body: Buffer, host: string): { repositories: string[] } {
  const { repositories } = parse(catalog, body, host);
  return { repositories: unique(repositories ?? [], isRepository) };
}

/** Throws `fetch-failed` for what is no such list. `tags` is null for a repository without any. */
export function parseTags(body: Buffer, source: string): { tags: string[] } {
  return { tags: unique(parse(tagList, body, source).tags ?? [], isTag) };
}

function unique(values: unknown[], fits: (text: string) => boolean): string[] {
  return [...new Set(values.filter((value): value is string => typeof value === "string" && fits(value)))];
}

function parse<T>(schema: z.ZodType<T>, body: Buffer, source: string): T {
  try {
    return schema.parse(JSON.parse(body.toString("utf8")));
  } catch (cause) {
    throw new CratonError("fetch-failed", { source, why: "its answer is not the list that was asked for" }, { cause });
  }
}

function linkOf(headers: NodeJS.Dict<string | string[]>): string | null {
  const { link } = headers;
  return typeof link === "string" ? link : (link?.join(", ") ?? null);
}
