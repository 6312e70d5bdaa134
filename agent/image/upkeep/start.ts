/** What the agent does for its images by itself: trees that a start found missing are made anew, and the use by living pods is noted. */
import type { Upkeep } from "./upkeep.ts";

const every = 3600_000;

/** Once pods are known again. The answer stops it. */
export function startUpkeep(upkeep: Pick<Upkeep, "mend" | "noteUse">, report: (error: unknown) => void): () => void {
  const abort = new AbortController();
  void upkeep.mend(abort.signal).catch((error) => {
    if (!abort.signal.aborted) report(error);
  });
  const timer = setInterval(() => upkeep.noteUse(), every).unref();
  return () => {
    abort.abort(new DOMException("the agent stops", "AbortError"));
    clearInterval(timer);
  };
}
