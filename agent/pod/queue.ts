/** One after another: jobs of one pod never overlap, those of different pods never wait for each other. */
export class Queue {
  #tail: Promise<unknown> = Promise.resolve();

  /** Runs the job when all earlier ones have settled; answers as the job does. */
  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(job);
    this.#tail = result.catch(() => undefined);
    return result;
  }
  /** Resolves when nothing is left to run. */
  async idle(): Promise<void> {
    for (let seen: unknown; seen !== this.#tail; ) {
      seen = this.#tail;
      await seen;
    }
  }
}
