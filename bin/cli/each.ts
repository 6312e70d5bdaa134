/** A verb over several things: all are tried, each failure is told, and the status says whether there was one. */
import { failed, printFailure } from "./failure.ts";

export async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<number> {
  let status = 0;
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      printFailure(error);
      status = failed;
    }
  }
  return status;
}
