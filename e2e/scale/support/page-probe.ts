/**
 * What runs inside the page: it times from an input event to the frame that shows its outcome, and watches cells. Given to
 * the page as text before anything of its own, so it uses nothing from outside.
 */

/** ms from the input event: until the wish left the page, until its answer was there, until the frame with the rows. */
export type Steps = { sent: number; answered: number; drawn: number };

export type Probe = {
  /** Arms it: the next keydown or pointerdown starts the clock. */
  arm(): void;
  /** Resolves when the list shows what the event led to: the wish was sent, answered and drawn. Rejects after 10 s. */
  settled(): Promise<Steps>;
  /** Resolves with Date.now() of the frame in which the row of this key shows this text in any cell. */
  shows(key: string, text: string): Promise<number>;
  /** Keys of the rows that stand in the document, in their order. */
  keys(): string[];
  /** Durations in ms of interactions since the last call (Event Timing). */
  interactions(): number[];
  /** Long tasks since the last call, in ms. */
  longTasks(): number[];
};

export function installProbe(): void {
  /** The mark of the frame with the first row of a list. */
  const firstRow = "craton-first-row";
  const durations = new Map<number, number>();
  let long: number[] = [];
  let startedAt = Number.NaN;
  let isArmed = false;
  /** The wish that followed the event, and when it was answered. */
  let wish: { id: number; rev: number; sent: number; answered: number | null } | null = null;
  let news = () => {};

  const RealSocket = globalThis.WebSocket;
  class ProbedSocket extends RealSocket {
    constructor(...given: ConstructorParameters<typeof RealSocket>) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        const message = JSON.parse(String(data)) as { id?: number; rev?: number };
        if (wish === null || wish.answered !== null || message.id !== wish.id || Number(message.rev) < wish.rev) return;
        wish.answered = performance.now();
        // The page's own listener comes after this one: its store is told first.
        setTimeout(() => news());
      });
    }
    override send(data: Parameters<WebSocket["send"]>[0]): void {
      const message = JSON.parse(String(data)) as { op: string; id: number; rev: number };
      if (!Number.isNaN(startedAt) && wish === null && ["query", "open"].includes(message.op))
        wish = { id: message.id, rev: message.rev, sent: performance.now(), answered: null };
      super.send(data);
    }
  }
  globalThis.WebSocket = ProbedSocket;

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
      if (entry.interactionId)
        durations.set(entry.interactionId, Math.max(entry.duration, durations.get(entry.interactionId) ?? 0));
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) long.push(entry.duration);
  }).observe({ type: "longtask", buffered: true });

  const table = () => document.querySelector("table[aria-rowcount]");
  const start = (event: Event) => {
    if (!isArmed) return;
    isArmed = false;
    startedAt = event.timeStamp;
  };
  addEventListener("keydown", start, true);
  addEventListener("pointerdown", start, true);
  const rowOf = (key: string) =>
    [...document.querySelectorAll("tr[data-index]")].find((row) => {
      const href = row.querySelector("a")?.getAttribute("href") ?? "";
      return decodeURIComponent(href).endsWith(`/${key}`);
    });
  /** After the next frame is drawn. */
  const painted = (then: () => void) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = then;
      channel.port2.postMessage(null);
    });
  const when = (fits: () => boolean, then: () => void) => {
    const look = () => {
      if (!fits()) return;
      observer.disconnect();
      painted(then);
    };
    const observer = new MutationObserver(look);
    // At the page's very beginning there is no element yet.
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  };
  when(
    () => document.querySelector("tr[data-index] a") !== null,
    () => void performance.mark(firstRow),
  );

  const probe: Probe = {
    arm() {
      isArmed = true;
      startedAt = Number.NaN;
      wish = null;
    },
    settled: () =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error("the list did not answer within 10 s")), 10_000);
        const look = () => {
          if (wish === null || wish.answered === null || table()?.getAttribute("aria-busy") === "true") return;
          const { sent, answered } = wish;
          news = () => {};
          observer.disconnect();
          clearTimeout(late);
          painted(() =>
            resolve({ sent: sent - startedAt, answered: answered - startedAt, drawn: performance.now() - startedAt }),
          );
        };
        const observer = new MutationObserver(look);
        observer.observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["aria-busy"] });
        news = look;
        look();
      }),
    shows: (key, text) =>
      new Promise((resolve) => {
        when(
          () => [...(rowOf(key)?.children ?? [])].some((cell) => cell.textContent?.trim() === text),
          () => resolve(performance.timeOrigin + performance.now()),
        );
      }),
    keys: () =>
      [...document.querySelectorAll<HTMLElement>("tr[data-index]")]
        .sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index))
        .map((row) =>
          decodeURIComponent(row.querySelector("a")?.getAttribute("href") ?? "")
            .split("/")
            .slice(-2)
            .join("/"),
        ),
    interactions() {
      const all = [...durations.values()];
      durations.clear();
      return all;
    },
    longTasks() {
      const all = long;
      long = [];
      return all;
    },
  };
  (globalThis as { probe?: Probe }).probe = probe;
}
