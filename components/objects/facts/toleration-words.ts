/** Which taints a pod puts up with, in words. Pure. */
import { list, number, text } from "../read.ts";

export function tolerationWords(pod: unknown): string[] {
  return list(pod, "spec", "tolerations").map((one) => {
    const key = text(one, "key");
    const value = text(one, "value");
    const effect = text(one, "effect");
    const seconds = number(one, "tolerationSeconds");
    const what = key === null ? "every taint" : value === null ? key : `${key}=${value}`;
    return `${what}${effect === null ? "" : ` (${effect})`}${seconds === null ? "" : ` for ${seconds} s`}`;
  });
}
