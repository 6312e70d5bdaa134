/** What happens in the world by itself: status changes, deletes and creates at a rate, the same for the same seed. */
import { stream } from "./hash.ts";
import type { Entry, PodState, PodWord } from "./kind.ts";
import { podEntry } from "./objects/pod.ts";
import { eventEntry } from "./objects/small.ts";
import type { Store } from "./store.ts";

const tickMs = 20;
/** Of 100 changes: the first are status changes of pods, then creates, deletes, node heartbeats; the rest are new events. */
const upTo = { status: 75, create: 82, remove: 89, node: 93 };
const next: Record<PodWord, PodWord[]> = {
  Running: ["Running", "CrashLoopBackOff", "Running", "Error"],
  Pending: ["Running", "ImagePullBackOff"],
  CrashLoopBackOff: ["Running", "CrashLoopBackOff"],
  Completed: ["Running"],
  ImagePullBackOff: ["Running"],
  Error: ["Running"],
};

export class Changes {
  private readonly store: Store;
  private readonly draw: () => number;
  private perSecond = 0;
  private owed = 0;
  private timer: NodeJS.Timeout | null = null;
  private pods: number;
  private events: number;
  /** Changes made since the start. */
  made = 0;

  constructor(store: Store, seed: number) {
    this.store = store;
    this.draw = stream(seed);
    this.pods = store.world.pods;
    this.events = store.world.events;
  }

  /** 0 ends them; the next resourceVersion is then a client's. */
  setRate(perSecond: number): void {
    this.perSecond = perSecond;
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    if (perSecond <= 0) return;
    let last = performance.now();
    this.timer = setInterval(() => {
      const now = performance.now();
      this.owed += ((now - last) / 1000) * this.perSecond;
      last = now;
      for (; this.owed >= 1; this.owed -= 1) this.one();
    }, tickMs);
  }

  /** Makes `count` changes at once. */
  burst(count: number): void {
    for (let i = 0; i < count; i += 1) this.one();
  }

  private one(): void {
    this.made += 1;
    const what = this.draw() * 100;
    const pods = this.store.collection("pods");
    const pick = pods.at(Math.floor(this.draw() * pods.size));
    if (what < upTo.status && pick !== null) this.status(pick);
    else if (what < upTo.create)
      this.store.create(
        pods,
        podEntry(this.store.world, this.pods++, 0, { word: "Pending", restarts: 0, at: Date.now() }),
      );
    else if (what < upTo.remove && pick !== null) this.store.remove(pods, pick);
    else if (what < upTo.node) this.heartbeat();
    else this.store.create(this.store.collection("events"), eventEntry(this.store.world, this.events++, 0, Date.now()));
  }

  private status(pod: Entry): void {
    if (pod.state === null || typeof pod.state === "number") return;
    const state: PodState = pod.state;
    const words = next[state.word];
    const word = words[Math.floor(this.draw() * words.length)] ?? "Running";
    const restarts = word === "CrashLoopBackOff" || word === state.word ? state.restarts + 1 : state.restarts;
    this.store.update(this.store.collection("pods"), pod, { state: { word, restarts, at: Date.now() } });
  }

  private heartbeat(): void {
    const nodes = this.store.collection("nodes");
    const node = nodes.at(Math.floor(this.draw() * nodes.size));
    if (node !== null && typeof node.state === "number") this.store.update(nodes, node, { state: node.state + 1 });
  }
}
