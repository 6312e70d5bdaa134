/** An object as YAML text, the same text for the same object. Pure. */
import type { KubeObject } from "../../contract/kube-object.ts";
import { yamlText } from "../../format/yaml-text.ts";

/** What identifies stands first, what the cluster says of it last; the rest keeps the API server's order. */
export function objectYaml(object: KubeObject): string {
  const { apiVersion, kind, metadata, status, ...rest } = object;
  return yamlText({ apiVersion, kind, metadata, ...rest, status });
}
