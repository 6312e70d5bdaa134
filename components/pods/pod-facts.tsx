"use client";
import Link from "next/link";
import { Age } from "@/components/ui/age.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Dash } from "@/components/ui/dash.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import type { PodRef } from "@/lib/api/console/pods.ts";
import type { Pod } from "@/lib/contract/pod.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { formatTime, toMillis } from "@/lib/format/time.ts";
import { paths } from "@/lib/paths.ts";

function Moment({ at }: { at: string }) {
  return (
    <>
      {formatTime(toMillis(at))}{" "}
      <span className="text-fg-3">
        <Age at={at} form="ago" tooltip={false} />
      </span>
    </>
  );
}

function Address({ pod }: { pod: Pod }) {
  if (pod.net === "host") return "the node's own (host network)";
  if (pod.net === "none") return "none (loopback only)";
  if (pod.networks.length === 0) return <Dash />;
  return pod.networks.map((network) => (
    <span key={network.name} className="mr-3">
      <CodeText text={network.ip} copy="address" /> <span className="text-fg-3">{network.name}</span>
    </span>
  ));
}

/** The facts of a pod in two columns. */
export function PodFacts({ pod, podRef }: { pod: Pod; podRef: PodRef }) {
  return (
    <Facts>
      <Fact label="UUID">
        <CodeText text={pod.uuid} copy="UUID" />
      </Fact>
      <Fact label="Node">
        <Link prefetch={false} className="link" href={paths.node(podRef.cluster, podRef.node)}>
          {pod.node}
        </Link>
      </Fact>
      <Fact label="Address">
        <Address pod={pod} />
      </Fact>
      <Fact label="Ports">
        {pod.ports.length === 0
          ? null
          : pod.ports.map((port) => (
              <span key={`${port.protocol}${port.hostIP}${port.hostPort}`} className="mono mr-3 whitespace-nowrap">
                {port.hostIP && port.hostIP !== "0.0.0.0" ? `${port.hostIP}:` : ""}
                {port.hostPort} → {port.podPort}/{port.protocol}{" "}
                <span className="text-fg-3">{plainText(port.name)}</span>
              </span>
            ))}
      </Fact>
      <Fact label="Hostname">
        <CodeText text={pod.hostname} />
      </Fact>
      <Fact label="Pause process">{pod.pid === null ? null : <span className="mono">{pod.pid}</span>}</Fact>
      <Fact label="Created">
        <Moment at={pod.createdAt} /> <span className="text-fg-3">by {plainText(pod.createdBy)}</span>
      </Fact>
      <Fact label="Started">{pod.startedAt ? <Moment at={pod.startedAt} /> : null}</Fact>
      {pod.finishedAt ? (
        <Fact label="Ended">
          <Moment at={pod.finishedAt} />
        </Fact>
      ) : null}
      <Fact label="Annotations">
        {pod.annotations.length === 0 ? null : (
          <span className="flex flex-wrap gap-1.5">
            {pod.annotations.map(({ name, value }) => (
              <Badge key={name}>{plainText(`${name}=${value}`)}</Badge>
            ))}
          </span>
        )}
      </Fact>
    </Facts>
  );
}
