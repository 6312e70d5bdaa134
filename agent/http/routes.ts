/** Every endpoint there is. What is not in this list is not served. */
import { appAttachGet } from "./app-attach.ts";
import { appExecGet } from "./app-exec.ts";
import { appLogsGet } from "./app-logs.ts";
import type { Endpoint } from "./endpoint.ts";
import { eventListGet } from "./event-list.ts";
import { imageAciGet } from "./image-aci.ts";
import { imageDiskGet } from "./image-disk.ts";
import { imageFetchPost } from "./image-fetch.ts";
import { imageFilesGet } from "./image-files.ts";
import { imageGcPost } from "./image-gc.ts";
import { imageGet } from "./image-get.ts";
import { imageGraphGet } from "./image-graph.ts";
import { imageListGet } from "./image-list.ts";
import { imageManifestGet } from "./image-manifest.ts";
import { imageRemoveDelete } from "./image-remove.ts";
import { imageRenderedGet } from "./image-rendered.ts";
import { imageUploadPost } from "./image-upload.ts";
import { imageVerifyPost } from "./image-verify.ts";
import type { Metrics } from "./metrics.ts";
import { metricsGet } from "./metrics-get.ts";
import { nodeGet } from "./node-get.ts";
import { nodeUsageGet } from "./node-usage.ts";
import { openapiGet } from "./openapi-get.ts";
import { peerBlobGet } from "./peer-blob.ts";
import { peerImageGet } from "./peer-image.ts";
import { podCreatePost } from "./pod-create.ts";
import { podGet } from "./pod-get.ts";
import { podListGet } from "./pod-list.ts";
import { podManifestGet } from "./pod-manifest.ts";
import { podPlanPost } from "./pod-plan.ts";
import { podRemoveDelete } from "./pod-remove.ts";
import { podStartPost } from "./pod-start.ts";
import { podStopPost } from "./pod-stop.ts";
import { podUsageGet } from "./pod-usage.ts";
import { registryImageGet } from "./registry-image.ts";
import { registryListGet } from "./registry-list.ts";
import { registryPutPut } from "./registry-put.ts";
import { registryRemoveDelete } from "./registry-remove.ts";
import { registryRepositoriesGet } from "./registry-repositories.ts";
import { registryTagsGet } from "./registry-tags.ts";
import { registryTestPost } from "./registry-test.ts";

import { trustAddPost } from "./trust-add.ts";
import { trustListGet } from "./trust-list.ts";
import { trustMaskPost } from "./trust-mask.ts";
import { trustRemoveDelete } from "./trust-remove.ts";
import { trustReviewPost } from "./trust-review.ts";

export function allEndpoints(metrics: Metrics, version: string): readonly Endpoint[] {
  const endpoints: Endpoint[] = [
    nodeGet,
    nodeUsageGet,
    podListGet,
    podCreatePost,
    podPlanPost,
    podGet,
    podManifestGet,
    podUsageGet,
    podStartPost,
    podStopPost,
    podRemoveDelete,
    appLogsGet,
    appExecGet,
    appAttachGet,
    imageListGet,
    imageFetchPost,
    imageUploadPost,
    imageGet,
    imageManifestGet,
    imageAciGet,
    imageRemoveDelete,
    imageRenderedGet,
    imageFilesGet,
    imageGraphGet,
    imageDiskGet,
    imageVerifyPost,
    imageGcPost,
    peerImageGet,
    peerBlobGet,
    registryListGet,
    registryTestPost,
    registryPutPut,
    registryRemoveDelete,
    registryRepositoriesGet,
    registryTagsGet,
    registryImageGet,
    trustListGet,
    trustReviewPost,
    trustAddPost,
    trustMaskPost,
    trustRemoveDelete,
    eventListGet,
    openapiGet(() => endpoints, version),
    metricsGet(metrics),
  ];
  return endpoints;
}
