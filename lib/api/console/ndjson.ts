/** Lines of a streamed application/x-ndjson answer, as they arrive. */
import type { z } from "zod";
import { unavailable } from "./console-error.ts";

const longestLine = 4 * 1024 * 1024;

/** Yields each line, checked. Ends with the stream; leaving the loop early cancels it. */
export async function* ndjson<S extends z.ZodType>(response: Response, schema: S): AsyncGenerator<z.infer<S>> {
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      rest += value;
      let end = rest.indexOf("\n");
      while (end >= 0) {
        const line = rest.slice(0, end).trim();
        rest = rest.slice(end + 1);
        if (line !== "") yield parse(line, schema);
        end = rest.indexOf("\n");
      }
      if (rest.length > longestLine) throw unavailable("a line of its answer is too long");
    }
    if (rest.trim() !== "") yield parse(rest, schema);
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parse<S extends z.ZodType>(line: string, schema: S): z.infer<S> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw unavailable("a line of its answer is not JSON", 0, cause);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw unavailable("a line of its answer does not fit", 0, parsed.error);
  return parsed.data;
}
