/** A value with listeners, in the shape that React's useSyncExternalStore takes. */
export type Store<T> = {
  subscribe(listener: () => void): () => void;
  getSnapshot(): T;
};

export class Cell<T> implements Store<T> {
  private value: T;
  private readonly listeners = new Set<() => void>();
  constructor(value: T) {
    this.value = value;
  }
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly getSnapshot = (): T => this.value;
  /** Identity tells a change: pass a new object. */
  set(value: T): void {
    if (Object.is(value, this.value)) return;
    this.value = value;
    for (const listener of [...this.listeners]) listener();
  }
}
