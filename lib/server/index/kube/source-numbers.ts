/** The numbers by which rows name their source: one a list that was begun, never used again. */
import type { Reflector } from "./reflector.ts";

type Entry = { kind: string; reflector: Reflector };

export class SourceNumberBook {
  private readonly entries = new Map<number, Entry>();
  private next = 0;

  take(kind: string, reflector: Reflector): number {
    this.entries.set(this.next, { kind, reflector });
    return this.next++;
  }

  free(source: number): void {
    this.entries.delete(source);
  }

  isStale(source: number): boolean {
    return this.entries.get(source)?.reflector.isStale(source) ?? true;
  }

  /** Empty for a number that is no longer used: nobody has rights on that. */
  kindOf(source: number): string {
    return this.entries.get(source)?.kind ?? "";
  }
}
