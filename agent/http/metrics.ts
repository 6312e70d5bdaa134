/** Everything in Prometheus' text format (0.0.4). */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { podState } from "../../lib/contract/pod-state.ts";
import type { Durations } from "./durations.ts";
import type { Services } from "./services.ts";

type Sample = { labels?: Record<string, string>; value: number | null };

/** Labels may hold what users wrote. */
const escapeLabel = (value: string) => value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

function family(name: string, kind: "gauge" | "counter", help: string, samples: Sample[]): string[] {
  const lines = samples
    .filter(({ value }) => value !== null)
    .map(({ labels = {}, value }) => {
      const text = Object.entries(labels).map(([label, word]) => `${label}="${escapeLabel(word)}"`);
      return `${name}${text.length > 0 ? `{${text.join(",")}}` : ""} ${value}`;
    });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...lines];
}

export class Metrics {
  readonly #durations: Durations;
  readonly #version: string;
  readonly #lag = monitorEventLoopDelay({ resolution: 20 });

  constructor(durations: Durations, version: string) {
    this.#durations = durations;
    this.#version = version;
    this.#lag.enable();
  }

  async text(services: Services): Promise<string> {
    const parts = [
      family("craton_build_info", "gauge", "The agent's version.", [{ labels: { version: this.#version }, value: 1 }]),
      ...(await usageFamilies(services)),
      ...stateFamilies(services),
      ...this.#processFamilies(),
      [
        "# HELP craton_http_request_duration_seconds Time until the answer was through, streams left out.",
        "# TYPE craton_http_request_duration_seconds histogram",
        ...this.#durations.lines("craton_http_request_duration_seconds"),
      ],
    ];
    return `${parts.flat().join("\n")}\n`;
  }

  #processFamilies(): string[][] {
    const lag = [0.5, 0.99].map((quantile) => ({
      labels: { quantile: String(quantile) },
      value: this.#lag.percentile(quantile * 100) / 1e9,
    }));
    this.#lag.reset();
    const { heapUsed } = process.memoryUsage();
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    const cpu = (userCPUTime + systemCPUTime) / 1e6;
    return [
      family("craton_event_loop_lag_seconds", "gauge", "Delay of the agent's event loop since the last reading.", lag),
      family("process_resident_memory_bytes", "gauge", "Memory of the agent itself.", [
        { value: process.memoryUsage.rss() },
      ]),
      family("nodejs_heap_used_bytes", "gauge", "Heap of the agent itself.", [{ value: heapUsed }]),
      family("process_cpu_seconds_total", "counter", "CPU time of the agent itself.", [{ value: cpu }]),
      family("process_start_time_seconds", "gauge", "When the agent started, since 1970.", [
        { value: Math.round(Date.now() / 1000 - process.uptime()) },
      ]),
    ];
  }
}

async function usageFamilies({ pods }: Services): Promise<string[][]> {
  const usage = await pods.usage();
  const names = new Map(pods.list().map((pod) => [pod.uuid, pod.name]));
  const podLabels = (uuid: string) => ({ uuid, pod: names.get(uuid) ?? "" });
  const podSamples = (key: "cpu" | "memory" | "pids") =>
    usage.pods.map((one) => ({ labels: podLabels(one.uuid), value: one.pod[key] }));
  const appSamples = (key: "cpu" | "memory" | "pids") =>
    usage.pods.flatMap((one) =>
      Object.entries(one.apps).map(([app, use]) => ({ labels: { ...podLabels(one.uuid), app }, value: use[key] })),
    );
  return [
    family("craton_node_cpu_cores", "gauge", "Cores in use on the node.", [{ value: usage.node.cpu }]),
    family("craton_node_memory_bytes", "gauge", "Memory in use on the node.", [{ value: usage.node.memory }]),
    family("craton_node_load1", "gauge", "Load average over one minute.", [{ value: usage.node.load1 }]),
    family("craton_pod_cpu_cores", "gauge", "Cores in use by a pod.", podSamples("cpu")),
    family("craton_pod_memory_bytes", "gauge", "Memory in use by a pod.", podSamples("memory")),
    family("craton_app_cpu_cores", "gauge", "Cores in use by an app.", appSamples("cpu")),
    family("craton_app_memory_bytes", "gauge", "Memory in use by an app.", appSamples("memory")),
    family("craton_app_processes", "gauge", "Processes of an app.", appSamples("pids")),
  ];
}

function stateFamilies({ pods, images, events }: Services): string[][] {
  const counts = new Map<string, number>(podState.options.map((state) => [state, 0]));
  for (const { state } of pods.list()) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [
    family(
      "craton_pods",
      "gauge",
      "Pods by state.",
      [...counts].map(([state, value]) => ({ labels: { state }, value })),
    ),
    family("craton_images", "gauge", "Images in the store.", [{ value: images.list().length }]),
    family("craton_events_total", "counter", "Events ever recorded.", [{ value: events.last }]),
  ];
}
