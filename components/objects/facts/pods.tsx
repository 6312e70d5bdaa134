import { Fact } from "@/components/ui/facts.tsx";
import { Labels } from "@/components/ui/labels.tsx";
import { Moment } from "../parts/moment.tsx";
import { Mono } from "../parts/mono.tsx";
import { ObjectLink } from "../parts/object-link.tsx";
import { mapPairs } from "../parts/selector.ts";
import { at, flag, list, text } from "../read.ts";
import { type KindView, namespaceOf, type PartProps } from "../view-props.ts";
import { PodContainerSpecs } from "./pod-container-specs.tsx";
import { PodContainers } from "./pod-containers.tsx";
import { PodFailing } from "./pod-failing.tsx";
import { PodPending } from "./pod-pending.tsx";
import { PodVolumes } from "./pod-volumes.tsx";
import { tolerationWords } from "./toleration-words.ts";

function PodFacts({ object, cluster }: PartProps) {
  const node = text(object, "spec", "nodeName");
  const account = text(object, "spec", "serviceAccountName");
  const ips = list(object, "status", "podIPs").flatMap((one) => text(one, "ip") ?? []);
  const selector = mapPairs(at(object, "spec", "nodeSelector"));
  const tolerations = tolerationWords(object);
  return (
    <>
      <Fact label="Node">
        {node === null ? (
          <span className="text-fg-3">none yet</span>
        ) : (
          <>
            <ObjectLink cluster={cluster} kind="nodes" namespace={null} name={node} />{" "}
            <span className="mono text-fg-3">{text(object, "status", "hostIP")}</span>
          </>
        )}
      </Fact>
      <Fact label="Pod IP">
        {ips.length > 0 ? <Mono text={ips.join(", ")} /> : null}
        {flag(object, "spec", "hostNetwork") ? <span className="text-fg-3"> the node's own (host network)</span> : null}
      </Fact>
      <Fact label="Service account">
        {account ? (
          <ObjectLink cluster={cluster} kind="serviceaccounts" namespace={namespaceOf(object)} name={account} />
        ) : null}
      </Fact>
      <Fact label="QoS, priority">
        {[
          text(object, "status", "qosClass"),
          text(object, "spec", "priority"),
          text(object, "spec", "priorityClassName"),
        ]
          .filter((one) => one !== null)
          .join(", ")}
      </Fact>
      <Fact label="Restart policy">{text(object, "spec", "restartPolicy")}</Fact>
      <Fact label="Started">
        {text(object, "status", "startTime") ? <Moment at={text(object, "status", "startTime")} /> : null}
      </Fact>
      {selector.length > 0 ? (
        <Fact label="Node selector">
          <Labels pairs={selector} />
        </Fact>
      ) : null}
      <Fact label="Tolerations">
        {tolerations.length === 0 ? null : <span className="break-words">{tolerations.join("; ")}</span>}
      </Fact>
    </>
  );
}

export const pods: KindView = {
  main: (props) => (
    <>
      <PodPending {...props} />
      <PodFailing {...props} />
      <PodContainers {...props} />
    </>
  ),
  facts: PodFacts,
  more: (props) => (
    <>
      <PodVolumes {...props} />
      <PodContainerSpecs {...props} />
    </>
  ),
};
