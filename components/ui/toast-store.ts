/** Toasts that stand on the screen. Successes leave after a while; failures stay until somebody closes them. */
import type { Tone } from "./tone.ts";

export type Toast = {
  id: number;
  tone: Tone;
  /** What happened: `Pod web stopped`. */
  title: string;
  detail?: string;
  requestId?: string | null;
};

/** At most this many stand at a time; the oldest leaves first. */
const most = 4;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

export function showToast(toast: Omit<Toast, "id">): void {
  set([...toasts, { ...toast, id: nextId++ }].slice(-most));
}

export function closeToast(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

export const toastStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  getSnapshot: (): readonly Toast[] => toasts,
};
