/** WATCH: from now, from a resourceVersion, or with the whole state first; a slow reader holds up nobody else. */
import { once } from "node:events";
import type { Change, Collection } from "./collection.ts";
import { place } from "./collection.ts";
import { bookmark, type Form, readForm, single } from "./encode.ts";
import type { Mischief } from "./faults.ts";
import type { Entry } from "./kind.ts";
import type { ListRequest } from "./list.ts";
import { readSelector, type Selector } from "./selector.ts";
import type { Sink } from "./sink.ts";
import { ApiError, invalidOptions, type Status, tooOld } from "./status.ts";
import type { Store } from "./store.ts";

const pieceBytes = 64 * 1024;

export type WatchOptions = { bookmarkMs: number; mischief: Mischief };

/** One open watch; faults act on it from outside. */
export class Watch {
  readonly collection: Collection;
  private readonly store: Store;
  private readonly sink: Sink;
  private readonly form: Form;
  private readonly selector: Selector | null;
  private readonly namespace: string;
  private readonly query: URLSearchParams;
  private readonly options: WatchOptions;
  private readonly stopped = new AbortController();
  private isFirst = true;
  private isMute = false;
  private isCaughtUp = false;
  private cursor = 0;

  /** Throws what the real server answers before the stream begins. */
  constructor(store: Store, collection: Collection, request: ListRequest, sink: Sink, options: WatchOptions) {
    const { query } = request;
    this.store = store;
    this.collection = collection;
    this.sink = sink;
    this.options = options;
    this.query = query;
    this.namespace = request.namespace;
    this.form = readForm(request.accept, query.get("includeObject") ?? "", false);
    this.selector = readSelector(collection.kind, query.get("labelSelector") ?? "", query.get("fieldSelector") ?? "");
    const rv = query.get("resourceVersion") ?? "";
    if (!/^\d*$/.test(rv)) throw new ApiError(500, "", `resourceVersion: Invalid value: "${rv}"`);
    if (this.sendsState && query.get("resourceVersionMatch") !== "NotOlderThan")
      throw invalidOptions(
        "resourceVersionMatch",
        "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
      );
  }

  private get sendsState(): boolean {
    return this.query.get("sendInitialEvents") === "true";
  }

  /** Resolves when the watch is over. */
  async run(): Promise<void> {
    const { sink, store, collection } = this;
    const seconds = Number(this.query.get("timeoutSeconds") ?? 0) || 1800;
    const timeout = setTimeout(() => this.stop(), seconds * 1000);
    const wantsBookmarks = ["true", "1"].includes(this.query.get("allowWatchBookmarks") ?? "");
    // A bookmark says that all before it was sent.
    const mark = () => this.isCaughtUp && wantsBookmarks && this.say("BOOKMARK", this.bookmark(false));
    const beat = setInterval(mark, this.options.bookmarkMs);
    sink.response.once("close", () => this.stop());
    sink.head(200, {}, false, 0);
    sink.response.flushHeaders();
    try {
      const rv = Number(this.query.get("resourceVersion") || 0);
      if (rv > 0 && !this.sendsState) {
        if (rv < collection.oldest) return this.fail(tooOld(rv, collection.oldest).status);
        this.cursor = collection.cursor(rv);
      } else await this.state(wantsBookmarks);
      if (store.readable >= rv) await this.follow();
      else await this.follow(rv);
    } finally {
      clearTimeout(timeout);
      clearInterval(beat);
      if (!this.isMute) sink.end();
    }
  }

  stop(): void {
    this.stopped.abort();
  }
  /** As a broken line does: the connection goes without a word. */
  drop(): void {
    this.sink.response.socket?.destroy();
  }
  /** As a half-open line does: nothing comes any more, and nothing says so. */
  mute(): void {
    this.isMute = true;
  }
  /** Half of an event, then the connection goes. */
  cut(): void {
    this.sink.write(`{"type":"MODIFIED","object":{"kind":"${this.collection.kind.kind}","apiV`);
    setImmediate(() => this.drop());
  }
  fail(status: Status): void {
    this.say("ERROR", JSON.stringify(status));
    this.stop();
  }

  private bookmark(isEnd: boolean): string {
    return bookmark(this.collection.kind, this.store.readable, this.form, isEnd);
  }
  private say(type: string, object: string): boolean {
    return this.isMute || this.sink.write(`{"type":"${type}","object":${object}}\n`);
  }

  private async state(sendsEnd: boolean): Promise<void> {
    const { collection, namespace, sink } = this;
    const entries = collection.asOf(this.store.readable) ?? [];
    this.cursor = collection.cursor(this.store.readable);
    const end = namespace === "" ? entries.length : place(entries, `${namespace}0`);
    let piece = "";
    for (let i = namespace === "" ? 0 : place(entries, `${namespace}/`); i < end; i += 1) {
      const entry = entries[i] as Entry;
      if (this.selector !== null && !this.selector(entry)) continue;
      piece += `{"type":"ADDED","object":${this.single(entry)}}\n`;
      if (piece.length < pieceBytes) continue;
      const hasRoom = this.isMute || sink.write(piece);
      piece = "";
      if (!hasRoom) await sink.drained();
      if (this.stopped.signal.aborted) return;
    }
    if (piece !== "" && !this.isMute) sink.write(piece);
    if (sendsEnd) this.say("BOOKMARK", this.bookmark(true));
  }

  /** `after`: changes up to this resourceVersion are the client's already. */
  private async follow(after = 0): Promise<void> {
    const { collection, sink } = this;
    const { signal } = this.stopped;
    const news = new EventTarget();
    const release = collection.listen(() => news.dispatchEvent(new Event("change")));
    try {
      while (!signal.aborted) {
        const change = collection.next(this.cursor);
        // The reader is further behind than changes are kept: the real server ends such a watch too.
        if (change === "lost") return;
        if (change === null || change.rv > this.store.readable) {
          this.isCaughtUp = true;
          await once(news, "change", { signal }).catch(() => {});
          this.isCaughtUp = false;
          continue;
        }
        this.cursor += 1;
        if (change.rv <= after) continue;
        const text = this.options.mischief.of(this.event(change));
        if (text !== "" && !this.isMute && !sink.write(text)) await sink.drained();
      }
    } finally {
      release();
    }
  }

  /** The line of a change; empty when the watch does not see it. */
  private event({ type, entry, before }: Change): string {
    if (this.namespace !== "" && entry.namespace !== this.namespace) return "";
    const { selector } = this;
    const isIn = type !== "DELETED" && (selector === null || selector(entry));
    const wasIn = before !== null && (selector === null || selector(before));
    if (!isIn && !wasIn) return "";
    const shown = isIn && wasIn ? "MODIFIED" : isIn ? "ADDED" : "DELETED";
    // What ceased to fit is told as it last did, with the version of the change.
    const seen = shown === "DELETED" && before !== null ? { ...before, rv: entry.rv } : entry;
    return `{"type":"${shown}","object":${this.single(seen)}}\n`;
  }

  private single(entry: Entry): string {
    const text = single(this.collection.kind, entry, this.form, this.isFirst);
    this.isFirst = false;
    return text;
  }
}
