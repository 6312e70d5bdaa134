/** All layers of an image, a few at a time. */
import type { ImageJob } from "./image-job.ts";
import { fetchLayer, short, type WantedLayer } from "./layer-fetch.ts";
import type { BlobGiver } from "./registry/blob.ts";
import type { LayerRecord } from "./store/record.ts";

const atOnce = 3;

/** Base first. The first failure ends the others, and all have ended when it is thrown. */
export async function fetchLayers<S>(
  job: ImageJob,
  client: BlobGiver<S>,
  wanted: WantedLayer[],
  stage: string,
): Promise<LayerRecord[]> {
  const abort = new AbortController();
  const inner = { ...job, signal: AbortSignal.any([job.signal, abort.signal]) };
  for (const { blob } of wanted) job.report({ step: "download", what: short(blob.digest), done: 0, total: blob.size });
  const layers: LayerRecord[] = new Array(wanted.length);
  let next = 0;
  let failure: unknown;
  const worker = async () => {
    for (let i = next++; i < wanted.length && !abort.signal.aborted; i = next++)
      layers[i] = await fetchLayer(inner, client, wanted[i] as WantedLayer, stage);
  };
  const guarded = () =>
    worker().catch((error) => {
      if (!abort.signal.aborted) failure = error;
      abort.abort(error);
    });
  await Promise.all(Array.from({ length: atOnce }, guarded));
  if (abort.signal.aborted) throw failure;
  return layers;
}
