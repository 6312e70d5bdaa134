"use client";
import { FieldGroup } from "@/components/form/field-group.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { Fact, Facts } from "@/components/ui/facts.tsx";
import { Status } from "@/components/ui/status.tsx";
import type { PodPlanAnswer } from "@/lib/contract/agent-api.ts";
import { capital } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { toProblem } from "@/lib/format/problem.ts";
import { commandOf } from "./draft.ts";
import type { StepProps } from "./image-step.tsx";

/** What will be made, and what the node says to it. */
export function ReviewStep({
  draft,
  images,
  plan,
  node,
  problem,
}: StepProps & { plan: PodPlanAnswer | undefined; node: string; problem: unknown }) {
  return (
    <>
      {problem ? (
        <Banner tone="bad" title="The node refuses this pod" className="mb-4">
          {toProblem(problem).why}
        </Banner>
      ) : null}
      {plan && plan.warnings.length > 0 ? (
        <div className="mb-5 flex flex-col gap-2">
          {plan.warnings.map((warning) => (
            <Banner key={warning} tone="warn" title={capital(plainText(warning))} />
          ))}
        </div>
      ) : null}
      <FieldGroup title="What will run">
        <Facts>
          <Fact label="Node">{node}</Fact>
          {draft.apps.map((app) => {
            const image = images.find(({ id }) => id === app.image);
            return (
              <Fact key={app.key} label={plainText(app.name)}>
                <CodeText text={app.command || (image ? commandOf(image) : "")} />
                <span className="block text-fg-3">
                  {plainText(app.imageName)}
                  {app.cpu || app.memory
                    ? `, at most ${[app.cpu && `${app.cpu} cores`, app.memory && `${app.memory} of memory`].filter(Boolean).join(" and ")}`
                    : ", no limits"}
                </span>
              </Fact>
            );
          })}
          <Fact label="Network">{{ default: "own, bridged", none: "none", host: "the node's" }[draft.net]}</Fact>
          <Fact label="Ports">
            {draft.net === "default" && draft.ports.length > 0
              ? draft.ports.map((port) => (
                  <span key={port.key} className="mono mr-3 whitespace-nowrap">
                    {port.hostPort} → {port.podPort}/{port.protocol}
                  </span>
                ))
              : null}
          </Fact>
          <Fact label="Volumes">
            {draft.volumes.length > 0
              ? draft.volumes.map((volume) => (
                  <span key={volume.key} className="mono mr-3 whitespace-nowrap">
                    {plainText(volume.name)} at {plainText(volume.path || "?")}
                  </span>
                ))
              : null}
          </Fact>
        </Facts>
      </FieldGroup>
      {plan && plan.isolators.length > 0 ? (
        <FieldGroup title="Isolators" note="What the node will make of them.">
          <ul className="flex flex-col gap-1">
            {plan.isolators.map((one) => (
              <li key={`${one.app}/${one.name}`} className="flex flex-wrap gap-x-3">
                <Status tone={one.outcome === "enforced" ? "ok" : "warn"} word={capital(one.outcome)} />
                <CodeText text={one.name} />
                <span className="text-fg-3">
                  {one.app ? plainText(one.app) : "pod"}
                  {one.note ? `: ${plainText(one.note)}` : ""}
                </span>
              </li>
            ))}
          </ul>
        </FieldGroup>
      ) : null}
    </>
  );
}
