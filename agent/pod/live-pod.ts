/** A pod in memory: what its two files say, the folder it stands in, and who waits for it. The disk is the truth. */
import type { Pod } from "../../lib/contract/pod.ts";
import type { PodState } from "../../lib/contract/pod-state.ts";
import type { Phase } from "./phase.ts";
import { Queue } from "./queue.ts";
import type { PodFile, Status } from "./record.ts";
import { podView } from "./view.ts";

export class LivePod {
  readonly file: PodFile;
  readonly node: string;
  /** Verbs and exits, one at a time. */
  readonly queue = new Queue();
  phase: Phase;
  #status: Status;
  #view: Pod | null = null;
  /** Set by a stop while the pod starts; the start looks at it between its steps. */
  stopAsked: { by: string } | null = null;
  /** The order in which pods began to start since the agent did; 0 before that. */
  turn = 0;
  /** The newest status could not be written; the next change writes it. */
  unsaved = false;
  /** A removal under way, which a second one joins. */
  removal: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  readonly #watches = new Set<() => void>();
  readonly #ended = new Set<() => void>();

  constructor(file: PodFile, status: Status, phase: Phase, node: string) {
    this.file = file;
    this.#status = status;
    this.phase = phase;
    this.node = node;
  }

  get uuid(): string {
    return this.file.uuid;
  }
  get state(): PodState {
    return this.#status.state;
  }
  get status(): Status {
    return this.#status;
  }
  /** As the contract shows it; the same object until something changes. */
  get view(): Pod {
    this.#view ??= podView(this.file, this.#status, this.node);
    return this.#view;
  }

  /** The status after a change, not yet shown. */
  changed(patch: Partial<Status>): Status {
    return { ...this.#status, ...patch, rev: this.#status.rev + 1 };
  }
  show(status: Status): void {
    this.#status = status;
    this.#view = null;
    if (status.state !== "exited" && status.state !== "removing") return;
    for (const wake of this.#ended) wake();
    this.#ended.clear();
  }

  /** Resolves when the pod has ended. */
  ended(): Promise<void> {
    if (this.state === "exited" || this.state === "removing") return Promise.resolve();
    return new Promise((resolve) => this.#ended.add(resolve));
  }
  /** Keeps what cancels a watch, for `unwatch`. */
  watch(cancel: () => void): void {
    this.#watches.add(cancel);
  }
  /** One timer a pod: a new one takes the place of the old. */
  after(milliseconds: number, call: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(call, Math.max(0, milliseconds));
  }
  unwatch(): void {
    clearTimeout(this.#timer);
    for (const cancel of this.#watches) cancel();
    this.#watches.clear();
  }
}
