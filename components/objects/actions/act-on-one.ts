/** One action on one object, as a promise that rejects with why it was not done. */
import { ConsoleError } from "@/lib/api/console/console-error.ts";
import { actOnObjects } from "@/lib/api/console/objects.ts";
import { type ErrorCode, errorTable } from "@/lib/contract/errors.ts";
import type { ActionRequest } from "@/lib/contract/kube-object.ts";

const isCode = (code: string): code is ErrorCode => Object.hasOwn(errorTable, code);

/** `request` has one target. */
export async function actOnOne(cluster: string, kind: string, request: ActionRequest): Promise<void> {
  const { results } = await actOnObjects(cluster, kind, request);
  const error = results[0]?.error;
  if (!error) return;
  const code = isCode(error.code) ? error.code : "internal";
  throw new ConsoleError(errorTable[code].status, { code, message: error.message, details: {}, requestId: "" });
}
