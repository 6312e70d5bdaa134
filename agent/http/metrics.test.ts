import { expect, test } from "vitest";
import { pod, stubServices, usage, uuid } from "../../e2e/support/agent-services.ts";
import { Durations } from "./durations.ts";
import { Metrics } from "./metrics.ts";

const line = /^[a-z_]+(\{([a-z0-9_]+="([^"\\\n]|\\["\\n])*"(,(?=[a-z])|(?=\})))*\})? -?[0-9.e+-]+$/;

async function metrics(name = "web") {
  const services = stubServices();
  services.pods.list = () => [{ ...pod, name }];
  services.pods.usage = async () => ({
    node: { ...usage, load1: null },
    pods: [{ uuid, pod: usage, apps: { web: { ...usage, cpu: null } } }],
  });
  const durations = new Durations();
  durations.add("/v1/pods/:id", "GET", 200, 0.02);
  durations.add("/v1/pods/:id", "GET", 404, 3);
  return (await new Metrics(durations, "1").text(services)).trimEnd().split("\n");
}

test("every line is of the text format, every sample has its type before it", async () => {
  const types = new Set<string>();
  for (const one of await metrics()) {
    if (one.startsWith("# TYPE ")) types.add(one.split(" ")[2] ?? "");
    if (one.startsWith("#")) continue;
    expect(one).toMatch(line);
    expect(types).toContain(one.replace(/[{ ].*$/, "").replace(/_(bucket|sum|count)$/, ""));
  }
});

test("pods by state, use by app, and buckets that add up", async () => {
  const lines = await metrics();
  expect(lines).toContain('craton_pods{state="running"} 1');
  expect(lines).toContain('craton_pods{state="exited"} 0');
  expect(lines).toContain(`craton_app_memory_bytes{uuid="${uuid}",pod="web",app="web"} 1024`);
  const labels = 'path="/v1/pods/:id",method="GET",status="2xx"';
  expect(lines).toContain(`craton_http_request_duration_seconds_bucket{${labels},le="0.005"} 0`);
  expect(lines).toContain(`craton_http_request_duration_seconds_bucket{${labels},le="0.025"} 1`);
  expect(lines).toContain(`craton_http_request_duration_seconds_count{${labels}} 1`);
});

test("what is not known has no sample", async () => {
  const lines = await metrics();
  expect(lines.some((one) => one.startsWith("craton_node_load1 "))).toBe(false);
  expect(lines.some((one) => one.startsWith("craton_app_cpu_cores{"))).toBe(false);
});

test("a name cannot break out of its label", async () => {
  const lines = await metrics('a"} 1\nevil 2\\');
  expect(lines.some((one) => one.startsWith("evil"))).toBe(false);
  expect(lines).toContain(`craton_pod_memory_bytes{uuid="${uuid}",pod="a\\"} 1\\nevil 2\\\\"} 1024`);
});
