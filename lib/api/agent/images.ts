/** Images of one agent. `ref` is an ID, a unique beginning of one, or name[:version]. */
import type { IncomingMessage } from "node:http";
import type { ImageList } from "../../contract/agent-api.ts";
import { CratonError } from "../../contract/errors.ts";
import type { Image, ImageFetch, ImageProgress } from "../../contract/image.ts";
import type { ImageDisk } from "../../contract/image-disk.ts";
import type { ImageFiles } from "../../contract/image-files.ts";
import type { ImageGc, ImageGcRequest } from "../../contract/image-gc.ts";
import type { ImageGraph } from "../../contract/image-graph.ts";
import type { VerifyLine } from "../../contract/image-verify.ts";
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

/** `companions`: how many bytes of the body come before the archive (lib/contract/image.ts). */
export type UploadQuery = { insecureOptions?: readonly string[]; companions?: number };

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

  /** Yields progress, last `verified`; a `failed` line is thrown as the error that it carries. */
  async function* verify(caller: Caller, ref: string): AsyncGenerator<VerifyLine, void, undefined> {
    const answer = await transport.open(caller, { method: "POST", path: imagePath(ref, "/verify") });
    const { verifyLine } = await import("../../contract/image-verify.ts");
    let last: VerifyLine | undefined;
    for await (const value of ndjson(transport, caller, answer)) {
      const line = verifyLine.safeParse(value);
      if (!line.success) throw new CratonError("bad-answer", { node: transport.node, why: line.error.message });
      last = line.data;
      if (last.type === "failed") throw errorFromBody(last.error, transport.node, 200);
      yield last;
    }
    if (last?.type !== "verified") throw new CratonError("bad-answer", { node: transport.node, why: "it has no end" });
  }

  return {
    list: (caller: Caller): Promise<ImageList> =>
      transport.json(caller, { path: "/v1/images" }, listOf<ImageList>("images")),
    get: (caller: Caller, ref: string): Promise<Image> => transport.json(caller, { path: imagePath(ref) }, image),
    /** The image's appc manifest (converted, for OCI images). */
    manifest: (caller: Caller, ref: string): Promise<unknown> =>
      transport.json(caller, { path: imagePath(ref, "/manifest") }, anything),
    /** What stands at `path` of the rendered tree. */
    files: (caller: Caller, ref: string, path: string): Promise<ImageFiles> =>
      transport.json(
        caller,
        { path: imagePath(ref, "/files"), query: { path } },
        async () => (await import("../../contract/image-files.ts")).imageFiles,
      ),
    graph: (caller: Caller, ref: string): Promise<ImageGraph> =>
      transport.json(
        caller,
        { path: imagePath(ref, "/graph") },
        async () => (await import("../../contract/image-graph.ts")).imageGraph,
      ),
    disk: (caller: Caller, ref: string): Promise<ImageDisk> =>
      transport.json(
        caller,
        { path: imagePath(ref, "/disk") },
        async () => (await import("../../contract/image-disk.ts")).imageDisk,
      ),
    verify,
    gc: (caller: Caller, request: ImageGcRequest): Promise<ImageGc> =>
      transport.json(
        caller,
        { method: "POST", path: "/v1/images/gc", json: request },
        async () => (await import("../../contract/image-gc.ts")).imageGc,
      ),
    fetch: (caller: Caller, request: ImageFetch) =>
      progress(caller, { method: "POST", path: "/v1/images/fetch", json: request }),
    /** Sends an `.aci` (plain, compressed, encrypted) as it is read from `body`, which begins with `options.companions` bytes of them. */
    upload: (caller: Caller, name: string, body: AsyncIterable<Uint8Array>, options: UploadQuery = {}) => {
      const { insecureOptions = [], companions = 0 } = options;
      const query = { name, insecureOptions, companions: String(companions) };
      return progress(caller, { method: "POST", path: "/v1/images/upload", query, body });
    },
    /** What a pod sees, dependencies included, as a tar in the layout of an ACI. */
    rendered: (caller: Caller, ref: string): Promise<IncomingMessage> =>
      transport.open(caller, { path: imagePath(ref, "/rendered") }),
    /** The image as an ACI; the caller reads or destroys it. A broken connection is an error of the stream. */
    aci: (caller: Caller, ref: string): Promise<IncomingMessage> =>
      transport.open(caller, { path: imagePath(ref, "/aci") }),
    remove: (caller: Caller, ref: string): Promise<void> =>
      transport.json(caller, { method: "DELETE", path: imagePath(ref) }, nothing),
  };
}
