import { text } from "./endpoint.ts";
import type { Metrics } from "./metrics.ts";

export const metricsGet = (metrics: Metrics) =>
  text({
    method: "GET",
    path: "/metrics",
    right: "certificate",
    summary: "Prometheus' text format",
    type: "text/plain; version=0.0.4; charset=utf-8",
    handle: (services) => metrics.text(services),
  });
