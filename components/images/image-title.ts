/** An image as people call it. */
import { visibleName } from "@/lib/format/visible-name.ts";

/** `example.com/app:1.2`. */
export function imageTitle({ name, version }: { name: string; version: string | null }): string {
  return visibleName(name) + (version === null ? "" : `:${visibleName(version)}`);
}
