/** The rows that a list page's HTML begins with, so that they are seen before scripts and the live connection are there. */
import "server-only";
import { headers } from "next/headers";
import { type FirstWindow, firstWindow } from "../../api/live/first.ts";
import type { WindowQuery } from "../../contract/live.ts";
import { getContext } from "../context.ts";
import type { Actor } from "../data/actor.ts";
import { peekList } from "../data/lists.ts";
import { targetHeader } from "../http/own-headers.ts";

/**
 * `listAt` tells which list stands at a path with its query. Null for other pages, without the right, and when the index does
 * not answer at once. For a layout: it is rendered with a whole page only, and waits outside of the page's own fallback.
 */
export async function pageFirstWindow(
  actor: Pick<Actor, "user" | "role">,
  listAt: (target: string) => WindowQuery | null,
): Promise<FirstWindow | null> {
  const query = listAt((await headers()).get(targetHeader) ?? "");
  if (query === null) return null;
  const page = await peekList(getContext(), actor, query);
  return page && firstWindow(query, page, Date.now());
}
