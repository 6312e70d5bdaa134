/** Reads a whole list, page by page, through a window of its own: for files and for "choose all". */
import type { LiveClient } from "@/lib/api/live/client.ts";
import type { LiveWindow } from "@/lib/api/live/window.ts";
import type { ErrorBody } from "@/lib/contract/errors.ts";
import type { Row, WindowQuery } from "@/lib/contract/live.ts";

/** The server's limit for one page. */
const pageRows = 200;

export type Collected = { rows: Row[]; matched: number };
type Options = { most: number; signal?: AbortSignal; onProgress?: (done: number, of: number) => void };

/** Rows in the list's order, at most `most`; each once, even if the list changes meanwhile. Throws the window's error body. */
export async function collectRows(client: LiveClient, query: WindowQuery, options: Options): Promise<Collected> {
  const window = client.open({ ...query, from: 0, rows: pageRows });
  const found = new Map<string, Row>();
  try {
    for (let from = 0; ; from += pageRows) {
      if (from > 0) window.move(from, pageRows);
      const { rows, matched } = await pageAt(window, from, options.signal);
      for (const row of rows) if (found.size < options.most) found.set(row.key, row);
      options.onProgress?.(Math.min(from + rows.length, matched), matched);
      if (rows.length < pageRows || found.size >= options.most) return { rows: [...found.values()], matched };
    }
  } finally {
    window.close();
  }
}

function pageAt(
  window: LiveWindow,
  from: number,
  signal?: AbortSignal,
): Promise<{ rows: readonly Row[]; matched: number }> {
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const look = () => {
      const state = window.getSnapshot();
      const done = state.state === "live" && !state.pending && (state.from === from || state.rows.length === 0);
      if (state.state === "error") finish(() => reject(state.error ?? lost));
      else if (done) finish(() => resolve({ rows: state.rows, matched: state.counts?.matched ?? 0 }));
    };
    const unsubscribe = window.subscribe(look);
    const finish = (settle: () => void) => {
      unsubscribe();
      stop.abort();
      settle();
    };
    signal?.addEventListener("abort", () => finish(() => reject(signal.reason)), { once: true, signal: stop.signal });
    if (signal?.aborted) finish(() => reject(signal.reason));
    else look();
  });
}

const lost: ErrorBody = { code: "unavailable", message: "the list is not available", details: {}, requestId: "" };
