/**
 * What a list shows before its URL says so. A press is answered in its own task; the address bar follows a moment later, with
 * several quick changes as one. What comes to the URL from elsewhere (Back, a link) wins.
 */
import type { Kind } from "@/lib/contract/kinds.ts";
import { type ListParams, readParams, writeParams } from "./list-params.ts";

/** The address bar. */
export type Address = {
  path(): string;
  /** As `location.search`. */
  search(): string;
  replace(url: string): void;
};
/** Runs it when the browser has time; the answer takes it back. */
export type Later = (run: () => void) => () => void;

export class ListUrl {
  private readonly address: Address;
  private readonly later: Later;
  private readonly listeners = new Set<() => void>();
  private value: ListParams | null = null;
  private kind: Kind | null = null;
  /** Where the list stood, and what the URL said of it, when it was known last. */
  private path = "";
  private known = "";
  private cancel: (() => void) | null = null;

  constructor(address: Address, later: Later) {
    this.address = address;
    this.later = later;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Null when the URL has it all. */
  readonly getSnapshot = (): ListParams | null => this.value;

  set(kind: Kind, change: Partial<ListParams>): void {
    if (this.value === null || this.isElsewhere()) {
      this.value = readParams(kind, this.params());
      this.path = this.address.path();
      this.known = this.text(kind);
    }
    this.kind = kind;
    this.value = { ...this.value, ...change };
    this.cancel?.();
    this.cancel = this.later(this.write);
    this.tell();
  }

  /** Brings the URL up to date, if it is not: before a link is followed, so that Back leads to what was shown. */
  readonly write = (): void => {
    const { kind, value } = this;
    if (this.cancel === null || kind === null || value === null) return;
    this.cancel();
    this.cancel = null;
    if (this.isElsewhere()) return;
    const search = writeParams(kind, value, this.params()).toString();
    this.known = this.text(kind, search);
    this.address.replace(search === "" ? this.path : `${this.path}?${search}`);
  };

  /** The page heard of this URL: lets go of what is held unless it is of our own making, however late it was heard. */
  look(path: string, search: string): void {
    const { kind } = this;
    if (this.value === null || kind === null) return;
    if ((path === this.path && this.text(kind, search) === this.known) || !this.isElsewhere()) return;
    this.cancel?.();
    this.cancel = null;
    this.value = null;
    this.tell();
  }

  private isElsewhere(): boolean {
    return this.kind === null || this.address.path() !== this.path || this.text(this.kind) !== this.known;
  }

  private params(): URLSearchParams {
    return new URLSearchParams(this.address.search());
  }

  /** The list's own part of a query string, always written in one way. */
  private text(kind: Kind, search = this.address.search()): string {
    return writeParams(kind, readParams(kind, new URLSearchParams(search)), new URLSearchParams()).toString();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
