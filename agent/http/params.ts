/** Parameters of paths. Ids may be beginnings of ids; the services say whether they are found or ambiguous. */
import { z } from "zod";
import { acName } from "../../lib/contract/ids.ts";
import { registryHost } from "../../lib/contract/registry.ts";

export const podParams = z.strictObject({
  id: z.string().regex(/^[0-9a-f-]{1,36}$/, "is no UUID nor the beginning of one"),
});
export const appParams = podParams.extend({ app: acName });
export const imageParams = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[^\p{C}\s]+$/u, "is no image ID nor a name"),
});
export const registryParams = z.strictObject({ host: registryHost });
