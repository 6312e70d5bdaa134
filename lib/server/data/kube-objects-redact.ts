/**
 * What of an object leaves the server: never managedFields (long, and for no reader here), never a value of a Secret, in
 * whatever field it may stand. Pure.
 */
import { Buffer } from "node:buffer";
import { hiddenValue } from "../../contract/hidden-value.ts";
import type { KubeObject } from "../../contract/kube-object.ts";

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** A copy to show. `isSecret` by the kind that was asked for, not by what the object says of itself. */
export function presentable(object: KubeObject, isSecret: boolean): KubeObject {
  const { managedFields: _fields, ...metadata } = object.metadata;
  const clean = { ...object, metadata };
  return isSecret ? withoutValues(clean) : clean;
}

function withoutValues(object: KubeObject): KubeObject {
  const { metadata, apiVersion, kind, type, immutable, data, stringData } = object;
  const known = new Set<string>();
  const hide = (values: unknown, size: (value: string) => number): Record<string, string> | undefined => {
    if (typeof values !== "object" || values === null) return undefined;
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => {
        if (typeof value !== "string") return [key, hiddenValue(null)];
        for (const form of formsOf(value)) known.add(form);
        return [key, hiddenValue(size(value))];
      }),
    );
  };
  const shown = hide(data, (value) => Buffer.from(value, "base64").length);
  const plain = hide(stringData, (value) => Buffer.byteLength(value));
  const { annotations, ...rest } = metadata;
  const kept = Object.entries(annotations ?? {}).filter(
    ([name, value]) => name !== lastApplied && ![...known].some((secret) => value.includes(secret)),
  );
  // Named one by one: a field that is not known here may hold a value too.
  return {
    apiVersion,
    kind,
    metadata: kept.length > 0 ? { ...rest, annotations: Object.fromEntries(kept) } : rest,
    ...(typeof type === "string" ? { type } : {}),
    ...(typeof immutable === "boolean" ? { immutable } : {}),
    ...(shown ? { data: shown } : {}),
    ...(plain ? { stringData: plain } : {}),
  };
}

/** The ways in which a value may be repeated in an annotation. Shorter ones than four characters are in any text. */
function formsOf(value: string): string[] {
  const plain = Buffer.from(value, "base64").toString("utf8");
  return [value, plain, JSON.stringify(plain).slice(1, -1)].filter((form) => form.length >= 4);
}
