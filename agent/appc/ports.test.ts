import { describe, expect, it } from "vitest";
import type { PodCreate } from "../../lib/contract/pod.ts";
import { good, images, plain, plan } from "./plan.fixture.ts";
import type { PlanResult } from "./plan-value.ts";

describe("plan: ports and network", () => {
  const ports = (list: PodCreate["ports"], net?: PodCreate["net"], image = "a") =>
    plan({ apps: [{ image }], ports: list, ...(net ? { net } : {}) });
  const paths = (result: PlanResult) => (result.ok ? [] : result.errors.map(({ path }) => path));

  it("F8 C5.9 by the image's name, with its range", () => {
    expect(good(ports([{ name: "http", hostPort: 9000, hostIP: "127.0.0.1" }])).plan.ports).toEqual([
      { name: "http", protocol: "tcp", hostIP: "127.0.0.1", hostPort: 9000, podPort: 8000 },
      { name: "http", protocol: "tcp", hostIP: "127.0.0.1", hostPort: 9001, podPort: 8001 },
    ]);
  });

  it("F8 by number, without the image knowing it", () => {
    expect(
      good(ports([{ name: "dns", podPort: 53, protocol: "udp", hostPort: 5353 }], undefined, "b")).plan.ports,
    ).toEqual([{ name: "dns", protocol: "udp", hostIP: "0.0.0.0", hostPort: 5353, podPort: 53 }]);
  });

  it("F8 unknown and ambiguous names, wrong protocols, taken host ports and too long ranges are errors", () => {
    const unknown = ports([{ name: "https", hostPort: 1 }]);
    expect(unknown.ok ? "" : unknown.errors[0]?.message).toBe(
      "no app has a port https (there are: http); give the port's number",
    );
    expect(
      paths(
        plan({
          apps: [
            { image: "a", name: "x" },
            { image: "a", name: "y" },
          ],
          ports: [{ name: "http", hostPort: 1 }],
        }),
      ),
    ).toEqual(["$.ports[0].name"]);
    expect(paths(ports([{ name: "http", protocol: "udp", hostPort: 1 }]))).toEqual(["$.ports[0].protocol"]);
    expect(
      paths(
        ports([
          { name: "http", hostPort: 80 },
          { name: "x", podPort: 1, hostPort: 81 },
        ]),
      ),
    ).toEqual(["$.ports[1].hostPort"]);
    expect(
      paths(
        ports([
          { name: "x", podPort: 1, hostPort: 80, hostIP: "127.0.0.1" },
          { name: "y", podPort: 1, hostPort: 80, hostIP: "127.0.0.2" },
        ]),
      ),
    ).toEqual([]);
    expect(paths(ports([{ name: "http", hostPort: 65535 }]))).toEqual(["$.ports[0].hostPort"]);
    const many = images({
      d: {
        ...plain,
        ports: [
          { name: "all", protocol: "tcp", port: 1, count: 60000 },
          { name: "odd", protocol: "sctp", port: 1 },
        ],
      },
    });
    expect(
      paths(
        plan(
          {
            apps: [{ image: "d" }],
            ports: [
              { name: "all", hostPort: 1 },
              { name: "odd", hostPort: 1 },
            ],
          },
          many,
        ),
      ),
    ).toEqual(["$.ports[0]", "$.ports[1]"]);
  });

  it("F8 a range may end just below a port that is taken", () => {
    const list: PodCreate["ports"] = [
      { name: "x", podPort: 1, hostPort: 82 },
      { name: "http", hostPort: 80 },
    ];
    expect(paths(ports(list))).toEqual([]);
  });

  it("net none refuses ports; net host needs a right and does not forward", () => {
    expect(paths(ports([{ name: "http", hostPort: 1 }], "none"))).toEqual(["$.ports"]);
    const host = good(ports([{ name: "http", hostPort: 1 }], "host"));
    expect(host.plan.ports).toEqual([]);
    expect(host.plan.rights).toEqual([{ verb: "use-host-network", what: "net host" }]);
    expect(host.warnings.join()).toContain("not forwarded");
  });
});
