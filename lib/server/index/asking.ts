/** Questions to an index worker, by number: each gets one answer, in time or not at all. */
import { CratonError, type ErrorFacts } from "../../contract/errors.ts";
import { asCratonError, isErrorCode } from "../http/craton-error.ts";
import type { FromWorker, Question, Questions, ToWorker } from "./messages.ts";

type Answer = Extract<FromWorker, { op: "answer" }>;
type Open = { resolve(value: unknown): void; reject(error: CratonError): void; timer: NodeJS.Timeout };

export class Asking {
  private readonly say: (message: ToWorker) => void;
  private readonly open = new Map<number, Open>();
  private next = 0;

  constructor(say: (message: ToWorker) => void) {
    this.say = say;
  }

  /** Throws what the worker answers, and `unavailable` when it does not. */
  ask<Q extends Question>(question: Q, wish: Questions[Q]["wish"], withinMs: number): Promise<Questions[Q]["answer"]> {
    const ask = this.next++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.end(ask)?.reject(gone(`no answer for ${withinMs} ms`)), withinMs);
      this.open.set(ask, { resolve: (value) => resolve(value as Questions[Q]["answer"]), reject, timer });
      this.say({ op: "ask", ask, question, wish } as Extract<ToWorker, { op: "ask" }>);
    });
  }

  take({ ask, value, fault }: Answer): void {
    const open = this.end(ask);
    if (fault === null) open?.resolve(value);
    else open?.reject(errorOf(fault));
  }

  /** The worker is gone: nothing more will be answered. */
  giveUp(why: string): void {
    for (const ask of [...this.open.keys()]) this.end(ask)?.reject(gone(why));
  }

  private end(ask: number): Open | null {
    const open = this.open.get(ask);
    if (!open) return null;
    clearTimeout(open.timer);
    this.open.delete(ask);
    return open;
  }
}

const gone = (why: string) => new CratonError("unavailable", { what: "the index", why });

function errorOf({ code, facts }: NonNullable<Answer["fault"]>): CratonError {
  return isErrorCode(code) ? new CratonError(code, facts as ErrorFacts) : asCratonError(new Error(code));
}
