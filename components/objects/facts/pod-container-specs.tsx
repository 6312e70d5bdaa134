"use client";
import { useState } from "react";
import { Badge } from "@/components/ui/badge.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import { envWords, mountWords, portWords, probeWords, resourceWords } from "../parts/container-words.ts";
import { Mono } from "../parts/mono.tsx";
import { at, list, text, texts } from "../read.ts";
import type { PartProps } from "../view-props.ts";

/** What each container is given: command, ports, resources, probes, environment, mounts. */
export function PodContainerSpecs({ object }: PartProps) {
  const containers = [...list(object, "spec", "initContainers"), ...list(object, "spec", "containers")];
  return containers.map((container) => (
    <Section key={text(container, "name") ?? ""} title={`Container ${text(container, "name") ?? ""}`}>
      <ContainerFacts container={container} />
    </Section>
  ));
}

function ContainerFacts({ container }: { container: unknown }) {
  const command = [...texts(container, "command"), ...texts(container, "args")].join(" ");
  const probes = ["startupProbe", "readinessProbe", "livenessProbe"].flatMap((name) => {
    const words = probeWords(at(container, name));
    return words === null ? [] : [{ name: name.replace("Probe", ""), words }];
  });
  return (
    <Facts>
      {command === "" ? null : (
        <Fact label="Command">
          <Mono text={command.length > 400 ? `${command.slice(0, 400)}…` : command} />
        </Fact>
      )}
      <Fact label="Ports">
        <Mono text={portWords(container).join(", ")} />
      </Fact>
      <Fact label="Requests">
        <Mono text={resourceWords(container, "requests")} />
      </Fact>
      <Fact label="Limits">
        <Mono text={resourceWords(container, "limits")} />
      </Fact>
      {probes.map(({ name, words }) => (
        <Fact key={name} label={`${name.charAt(0).toUpperCase()}${name.slice(1)} probe`}>
          <Mono text={words} />
        </Fact>
      ))}
      <Fact label="Environment">
        <Environment variables={envWords(container)} />
      </Fact>
      <Fact label="Mounts">
        {mountWords(container).map((words) => (
          <span key={words} className="mono block break-words">
            {words}
          </span>
        ))}
      </Fact>
    </Facts>
  );
}

function Environment({ variables }: { variables: { name: string; from: string }[] }) {
  const [all, setAll] = useState(false);
  if (variables.length === 0) return <span className="text-fg-3">empty</span>;
  const shown = all ? variables : variables.slice(0, 16);
  return (
    <span className="flex flex-wrap items-center gap-1.5">
      {shown.map(({ name, from }) => (
        <span key={`${name} ${from}`} title={`${name} from ${from}`} className="max-w-full">
          <Badge mono>{name}</Badge>
          {from === "the spec" ? null : <span className="ml-1 text-fg-3 text-sm">{from}</span>}
        </span>
      ))}
      {variables.length > shown.length ? (
        <button type="button" className="link text-sm" onClick={() => setAll(true)}>
          {variables.length - shown.length} more
        </button>
      ) : null}
    </span>
  );
}
