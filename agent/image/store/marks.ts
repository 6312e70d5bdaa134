/** The shape of a layer's marks (unpack/marks.ts), as records keep them. */
import { z } from "zod";
import type { LayerMarks } from "../../host/host.ts";

const path = z.string().min(1).max(4095);

export const marks: z.ZodType<LayerMarks> = z.object({
  root: z.boolean(),
  opaque: z.array(path),
  hiding: z.array(path),
  borrowed: z.array(z.object({ path, target: path })).default([]),
  xattrs: z.array(z.object({ path, name: z.string().min(1).max(255), value: z.base64() })),
});
