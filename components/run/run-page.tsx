"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { FormProblem } from "@/components/form/form-problem.tsx";
import { type Step, Steps } from "@/components/form/steps.tsx";
import { useSubmit } from "@/components/form/use-submit.ts";
import { PageHeader } from "@/components/layout/page-header.tsx";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Button } from "@/components/ui/button.tsx";
import { ForbiddenPanel } from "@/components/ui/forbidden-panel.tsx";
import { listImages } from "@/lib/api/console/images.ts";
import { listNodes } from "@/lib/api/console/nodes.ts";
import { createPod } from "@/lib/api/console/pods.ts";
import { paths } from "@/lib/paths.ts";
import { AppsStep } from "./apps-step.tsx";
import { appOf, type Draft, emptyDraft, portsOf, requestOf } from "./draft.ts";
import { pathErrors, type StepId, stepOf } from "./faults.ts";
import { ImageStep } from "./image-step.tsx";
import { PlanAside } from "./plan-aside.tsx";
import { ResourcesStep } from "./resources-step.tsx";
import { ReviewStep } from "./review-step.tsx";
import { usePlan } from "./use-plan.ts";

const order: { id: StepId; label: string }[] = [
  { id: "image", label: "Image" },
  { id: "apps", label: "Apps and commands" },
  { id: "resources", label: "Ports, volumes, limits" },
  { id: "review", label: "Review and run" },
];

/** The guided way to a running pod. The server plans the pod at each step; the end is the pod's own page. */
export function RunPage({ cluster }: { cluster: string }) {
  const router = useRouter();
  const wanted = useSearchParams().get("image");
  const denied = useDenied("create", "pod");
  const nodes = useQuery({ queryKey: ["nodes", cluster], queryFn: ({ signal }) => listNodes(cluster, { signal }) });
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(""));
  const [step, setStep] = useState<StepId>("image");
  const uuid = useRef(crypto.randomUUID());
  const first = nodes.data?.nodes.find(({ state }) => state === "live")?.name ?? nodes.data?.nodes[0]?.name ?? "";
  const node = draft.node || first;
  const images = useQuery({
    queryKey: ["images", cluster, node],
    queryFn: ({ signal }) => listImages(cluster, node, { signal }),
    enabled: node !== "",
  });
  const change = (part: Partial<Draft>) => setDraft((held) => ({ ...held, ...part }));
  // A link from an image's page brings the image along.
  const isPreset = useRef(false);
  useEffect(() => {
    const image = images.data?.find(({ id, name }) => id === wanted || name === wanted);
    if (image === undefined || isPreset.current) return;
    isPreset.current = true;
    setDraft((held) => ({ ...held, apps: [appOf(image)], ports: portsOf(image) }));
    setStep("apps");
  }, [images.data, wanted]);
  const request = requestOf(draft);
  const { plan, error, isAsking } = usePlan(cluster, node, request);
  const run = useSubmit(async () => {
    // The same UUID again after a lost answer is the same pod.
    const pod = await createPod(cluster, node, { ...request, uuid: uuid.current });
    router.push(paths.pod(cluster, pod.node, pod.uuid));
  });
  if (denied !== null) return <ForbiddenPanel why={denied} />;
  const errors = pathErrors(run.error ?? error);
  const faulty = new Set(errors.map(({ path }) => stepOf(path)));
  const at = order.findIndex(({ id }) => id === step);
  const hasApps = draft.apps.length > 0;
  const steps: Step[] = order.map(({ id, label }, index) => ({
    id,
    label,
    state: id === step ? "here" : !hasApps && id !== "image" ? "locked" : index < at ? "done" : "open",
    fault: faulty.has(id),
  }));
  const following = order[at + 1];
  const previous = order[at - 1];
  const blocked = !hasApps ? "choose an image first" : null;
  const stepProps = { draft, change, errors, images: images.data ?? [] };
  return (
    <>
      <PageHeader title="Run a pod" crumbs={[{ label: "Pods", href: paths.pods(cluster) }]} />
      <div className="grid grid-cols-[190px_minmax(0,1fr)_minmax(320px,400px)] gap-6 border-line border-t p-4 max-lg:grid-cols-[190px_minmax(0,1fr)] max-md:grid-cols-[minmax(0,1fr)]">
        <Steps label="Steps" steps={steps} onGo={(id) => setStep(id as StepId)} />
        <form
          className="min-w-0 max-w-[640px]"
          onSubmit={(event) => {
            event.preventDefault();
            if (blocked === null && following !== undefined) setStep(following.id);
            else if (blocked === null && errors.length === 0) void run.submit();
          }}
        >
          {step === "image" ? (
            <ImageStep
              {...stepProps}
              cluster={cluster}
              node={node}
              nodes={nodes.data?.nodes ?? []}
              problem={nodes.error ?? images.error}
              isLoading={images.isPending || nodes.isPending}
            />
          ) : null}
          {step === "apps" ? <AppsStep {...stepProps} /> : null}
          {step === "resources" ? <ResourcesStep {...stepProps} /> : null}
          {step === "review" ? <ReviewStep {...stepProps} plan={plan} node={node} problem={error} /> : null}
          <FormProblem problem={run.problem} className="mb-4" />
          <div className="flex gap-2 border-line border-t pt-4">
            {previous ? <Button onClick={() => setStep(previous.id)}>Back</Button> : null}
            {following ? (
              <Button type="submit" variant="primary" disabledReason={blocked}>
                Continue
              </Button>
            ) : (
              <Button
                type="submit"
                variant="primary"
                busy={run.busy}
                disabledReason={blocked ?? (error ? "the server refuses the plan: see the marked steps" : null)}
              >
                Run pod
              </Button>
            )}
          </div>
        </form>
        <PlanAside plan={plan} error={error} isAsking={isAsking} hasApps={hasApps} />
      </div>
    </>
  );
}
