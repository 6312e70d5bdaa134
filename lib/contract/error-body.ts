/** The schema of a failing answer (errors.ts has the table and the type). */
import { z } from "zod";
import { type ErrorBody, type ErrorCode, errorTable } from "./errors.ts";

export const errorBody: z.ZodType<ErrorBody> = z.object({
  code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
  requestId: z.string(),
});
