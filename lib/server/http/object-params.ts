/** Schemas of the segments of URLs about Kubernetes objects. The API server has the last word on what a name may be. */
import { z } from "zod";
import { kindId } from "../../contract/kinds.ts";
import { noNamespace } from "../../contract/kube-object.ts";

const cluster = z.string().min(1).max(63);
const namespace = z.string().min(1).max(63);

export const kindParams = z.object({ cluster, kind: kindId });

/** `_` stands for no namespace. */
export const objectParams = kindParams.extend({
  namespace: namespace.transform((text) => (text === noNamespace ? null : text)),
  name: z
    .string()
    .min(1)
    .max(253 * 3)
    .transform(decoded),
});

export const rightsQuery = z.object({ namespace: namespace.optional() });

/** No name holds a `%`, so that decoding a second time changes nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
