/**
 * One window of one live socket, from the first wish to its end: asks for its place and rights, opens it in the index, and
 * follows the rights. What hinders it is told once; when it is gone the window opens again by itself.
 */
import { CratonError } from "../../contract/errors.ts";
import type { WindowQuery } from "../../contract/live.ts";
import type { Subject } from "../clusters/kube-cluster.ts";
import { asCratonError } from "../http/craton-error.ts";
import type { Scope } from "../index/scope.ts";
import { checkRole, checkScope, type Place, type WindowIndex } from "./place.ts";

export type WindowHost = {
  subject(): Subject;
  /** See `placeOf`. */
  place(query: WindowQuery, held: Place | null): Promise<Place>;
  /** This socket's number in an index. */
  number(index: WindowIndex): number;
  /** This window no longer uses the index. */
  left(index: WindowIndex): void;
  fail(error: CratonError, id: number, rev: number): void;
};

/** What was not to be had is asked for again after so long (ms); other errors are final until the next wish. */
const retries: ReadonlyMap<string, number> = new Map([
  ["unavailable", 1_000],
  ["cluster-unreachable", 1_000],
  // A credential may be renewed; one that is not must not be tried all the time.
  ["cluster-auth", 5_000],
  ["kube-busy", 5_000],
]);

export class SocketWindow {
  readonly id: number;
  private readonly host: WindowHost;
  private rev: number;
  private query: WindowQuery;
  private place: Place | null = null;
  /** The index has the window open. */
  private isOpen = false;
  private isAsking = false;
  /** Why it is not open, as it was told. */
  private hindered: CratonError | null = null;
  private unwatch: () => void = () => {};
  private timer: NodeJS.Timeout | null = null;
  /** Grows with each wish for another list: what was asked for an older one is of no use. */
  private wish = 0;

  constructor(id: number, rev: number, query: WindowQuery, host: WindowHost) {
    this.id = id;
    this.rev = rev;
    this.query = query;
    this.host = host;
    void this.find();
  }

  /** Whether what an index says of this window goes to the browser. */
  takes(index: WindowIndex): boolean {
    return this.isOpen && this.place?.index === index;
  }

  uses(index: WindowIndex): boolean {
    return this.place?.index === index;
  }

  /** Another list in the same window. */
  change(rev: number, query: WindowQuery): void {
    this.rev = rev;
    this.query = query;
    this.hindered = null;
    void this.find();
  }

  /** Another part of the same list. */
  move(rev: number, from: number, rows: number): void {
    this.rev = rev;
    this.query = { ...this.query, from, rows };
    // While the rights are asked for, the answer to come knows the place.
    if (this.isAsking) return;
    if (this.isOpen && this.place) {
      const { index } = this.place;
      index.send({ op: "move", socket: this.host.number(index), id: this.id, rev, from, rows });
    } else if (this.hindered !== null) this.host.fail(this.hindered, this.id, rev);
  }

  close(): void {
    this.wish++;
    this.leave();
  }

  /** The index is gone: the window opens in the one that comes after it. */
  lost(): void {
    this.wish++;
    this.leave();
    const error = new CratonError("unavailable", { what: "the index", why: "it starts anew" });
    this.hinder(error);
    this.again(error);
  }

  /** The role may have changed. */
  recheck(): void {
    try {
      checkRole(this.host.subject(), this.query);
    } catch (error) {
      this.wish++;
      this.leave();
      this.hinder(asCratonError(error));
    }
  }

  private async find(): Promise<void> {
    const wish = ++this.wish;
    this.stopTimer();
    this.isAsking = true;
    try {
      const place = await this.host.place(this.query, this.place);
      if (wish !== this.wish) return;
      this.isAsking = false;
      this.enter(place);
    } catch (thrown) {
      if (wish !== this.wish) return;
      const error = asCratonError(thrown);
      this.leave();
      this.hinder(error);
      this.again(error);
    }
  }

  private enter(place: Place): void {
    if (this.place !== null && this.place.index !== place.index) this.leave();
    this.unwatch();
    this.place = place;
    this.unwatch = place.watch((scope, failure) => {
      if (place === this.place) this.rightsChanged(place, scope, failure);
    });
    this.show(place, place.scope, true);
  }

  private rightsChanged(place: Place, scope: Scope, failure: CratonError | null): void {
    // Of the list of before nothing more is shown; the answer about the new one is on its way.
    if (this.isAsking) this.shut();
    else if (failure === null) this.show(place, scope, false);
    else {
      this.leave();
      this.hinder(failure);
      this.again(failure);
    }
  }

  /** What may be seen is known, for a new list or anew for the same. */
  private show(place: Place, scope: Scope, isNew: boolean): void {
    try {
      checkScope(this.host.subject(), this.query, scope);
    } catch (error) {
      this.shut();
      this.hinder(asCratonError(error));
      return;
    }
    const op = isNew || !this.isOpen ? "open" : "rescope";
    this.isOpen = true;
    this.hindered = null;
    const socket = this.host.number(place.index);
    const { id, rev, query } = this;
    place.index.send(op === "open" ? { op, socket, id, rev, query, scope } : { op, socket, id, scope });
  }

  /** The index forgets the window; its rights are followed on. */
  private shut(): void {
    if (this.isOpen && this.place !== null) {
      const { index } = this.place;
      index.send({ op: "close", socket: this.host.number(index), id: this.id });
    }
    this.isOpen = false;
  }

  private leave(): void {
    this.stopTimer();
    this.shut();
    this.isAsking = false;
    this.unwatch();
    this.unwatch = () => {};
    const { place } = this;
    this.place = null;
    if (place !== null) this.host.left(place.index);
  }

  private hinder(error: CratonError): void {
    const isTold = this.hindered?.message === error.message;
    this.hindered = error;
    if (!isTold) this.host.fail(error, this.id, this.rev);
  }

  private again({ code }: CratonError): void {
    this.stopTimer();
    const after = retries.get(code);
    if (after !== undefined) this.timer = setTimeout(() => void this.find(), after);
  }

  private stopTimer(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
