/**
 * Work that several callers may share: the first starts it, others with the same key follow it, each gets the newest progress of
 * every item (a slow reader never has a backlog), and when the last one leaves the work is aborted and has cleaned up.
 */
import type { ImageProgress } from "../../lib/contract/image.ts";

export type Progress = Extract<ImageProgress, { type: "progress" }>;
export type Report = (progress: Omit<Progress, "type">) => void;
const everyMs = 100;

export class Flight<T> {
  readonly #abort = new AbortController();
  readonly #followers = new Set<Follower>();
  readonly #told = new Map<string, number>();
  readonly result: Promise<T>;
  ended = false;

  constructor(work: (report: Report, signal: AbortSignal) => Promise<T>) {
    this.result = work((progress) => this.#report({ type: "progress", ...progress }), this.#abort.signal).finally(
      () => {
        this.ended = true;
        for (const follower of this.#followers) follower.wake();
      },
    );
    this.result.catch(() => undefined);
  }

  get aborted(): boolean {
    return this.#abort.signal.aborted;
  }

  abort(reason: unknown): void {
    this.#abort.abort(reason);
  }

  /** Yields progress and answers the result. Throws what the work threw, or the signal's reason. */
  async *follow(signal: AbortSignal): AsyncGenerator<Progress, T> {
    const follower = new Follower();
    this.#followers.add(follower);
    const wake = () => follower.wake();
    signal.addEventListener("abort", wake);
    try {
      while (!this.ended && !signal.aborted) {
        yield* follower.take();
        if (!this.ended && !signal.aborted) await follower.wait();
      }
      yield* follower.take();
      if (!this.ended) signal.throwIfAborted();
      return await this.result;
    } finally {
      signal.removeEventListener("abort", wake);
      this.#followers.delete(follower);
      if (this.#followers.size === 0 && !this.ended) {
        this.abort(signal.reason ?? new DOMException("nobody waits for it any more", "AbortError"));
        await this.result.catch(() => undefined);
      }
    }
  }

  #report(progress: Progress): void {
    const key = `${progress.step} ${progress.what}`;
    const now = performance.now();
    if (progress.done !== progress.total && now - (this.#told.get(key) ?? -everyMs) < everyMs) return;
    this.#told.set(key, now);
    for (const follower of this.#followers) follower.give(key, progress);
  }
}

class Follower {
  #news = new Map<string, Progress>();
  #woken: (() => void) | null = null;
  #pending = false;

  give(key: string, progress: Progress): void {
    this.#news.delete(key);
    this.#news.set(key, progress);
    this.wake();
  }

  take(): Iterable<Progress> {
    const news = this.#news;
    this.#news = new Map();
    return news.values();
  }

  wake(): void {
    this.#pending = true;
    this.#woken?.();
    this.#woken = null;
  }

  async wait(): Promise<void> {
    if (!this.#pending)
      await new Promise<void>((resolve) => {
        this.#woken = resolve;
      });
    this.#pending = false;
  }
}
