/** How long requests took, as a Prometheus histogram by address pattern, method and status class. */
const bounds = [0.005, 0.025, 0.1, 0.5, 2.5, 10] as const;

type Series = { counts: number[]; sum: number; count: number };

export class Durations {
  readonly #series = new Map<string, Series>();

  /** `path` is a pattern, never what was asked for: the number of series is fixed by the number of endpoints. */
  add(path: string, method: string, status: number, seconds: number): void {
    const labels = `path="${path}",method="${method.replace(/[^A-Z]/g, "")}",status="${Math.floor(status / 100)}xx"`;
    let series = this.#series.get(labels);
    if (series === undefined) {
      series = { counts: bounds.map(() => 0), sum: 0, count: 0 };
      this.#series.set(labels, series);
    }
    series.count += 1;
    series.sum += seconds;
    for (const [at, bound] of bounds.entries()) if (seconds <= bound) series.counts[at] = (series.counts[at] ?? 0) + 1;
  }

  /** Lines of the text format, without its header. */
  lines(name: string): string[] {
    return [...this.#series].flatMap(([labels, { counts, sum, count }]) => [
      ...bounds.map((bound, at) => `${name}_bucket{${labels},le="${bound}"} ${counts[at]}`),
      `${name}_bucket{${labels},le="+Inf"} ${count}`,
      `${name}_sum{${labels}} ${sum}`,
      `${name}_count{${labels}} ${count}`,
    ]);
  }
}
