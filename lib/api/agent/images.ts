/** Images of one agent. `ref` is an ID, a unique beginning of one, or name[:version]. */
import type { ImageList } from "../../contract/agent-api.ts";
import { CratonError } from "../../contract/errors.ts";
import type { Image, ImageFetch, ImageProgress } from "../../contract/image.ts";
import type { Caller } from "./assertion.ts";
import { errorFromBody } from "./error-answer.ts";
import { listOf } from "./list.ts";
import { ndjson } from "./ndjson.ts";
import type { AgentRequest, Transport } from "./transport.ts";

const schemas = () => import("../../contract/image.ts");
const image = async () => (await schemas()).image;
const anything = { parse: (value: unknown) => value };
const nothing = { parse: () => undefined };
const imagePath = (ref: string, more = "") => `/v1/images/${encodeURIComponent(ref)}${more}`;

export function imageCalls(transport: Transport) {
  /** Yields progress, last `done`; a `failed` line is thrown as the error that it carries. */
  async function* progress(caller: Caller, request: AgentRequest): AsyncGenerator<ImageProgress, void, undefined> {
    const answer = await transport.open(caller, request);
    const { imageProgress } = await schemas();
    let last: ImageProgress | undefined;
    for await (const value of ndjson(transport, caller, answer)) {
      const line = imageProgress.safeParse(value);
      if (!line.success) throw new CratonError("bad-answer", { node: transport.node, why: line.error.message });
      last = line.data;
      if (last.type === "failed") throw errorFromBody(last.error, transport.node, 200);
      yield last;
    }
    if (last?.type !== "done") throw new CratonError("bad-answer", { node: transport.node, why: "it has no end" });
  }

  return {
    list: (caller: Caller): Promise<ImageList> =>
      transport.json(caller, { path: "/v1/images" }, listOf<ImageList>("images")),
    get: (caller: Caller, ref: string): Promise<Image> => transport.json(caller, { path: imagePath(ref) }, image),
    /** The image's appc manifest (converted, for OCI images). */
    manifest: (caller: Caller, ref: string): Promise<unknown> =>
      transport.json(caller, { path: imagePath(ref, "/manifest") }, anything),
    fetch: (caller: Caller, request: ImageFetch) =>
      progress(caller, { method: "POST", path: "/v1/images/fetch", json: request }),
    /** Sends an `.aci` (compressed or not) as it is read from `body`. */
    upload: (caller: Caller, name: string, body: AsyncIterable<Uint8Array>, insecureOptions: string[] = []) =>
      progress(caller, { method: "POST", path: "/v1/images/upload", query: { name, insecureOptions }, body }),
    remove: (caller: Caller, ref: string): Promise<void> =>
      transport.json(caller, { method: "DELETE", path: imagePath(ref) }, nothing),
  };
}
