/** Those who want to hear of something. One may end its listening, or another's, while all are told. */
export class Listeners<T> {
  private readonly held = new Set<(value: T) => void>();

  /** The answer ends it. */
  add(listener: (value: T) => void): () => void {
    const own = (value: T) => listener(value);
    this.held.add(own);
    return () => this.held.delete(own);
  }

  tell(value: T): void {
    for (const listener of [...this.held]) if (this.held.has(listener)) listener(value);
  }

  get size(): number {
    return this.held.size;
  }
}
