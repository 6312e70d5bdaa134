"use client";
import { PageBody } from "@/components/layout/page-body.tsx";
import { Facts } from "@/components/ui/facts.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { ObjectRef } from "@/lib/api/console/objects.ts";
import type { ObjectDetail } from "@/lib/contract/kube-object.ts";
import { EventTimeline } from "./event-timeline.tsx";
import { viewOf } from "./facts/of-kind.ts";
import { Conditions } from "./parts/conditions.tsx";
import { GenericSections } from "./parts/generic-sections.tsx";
import { MetaFacts } from "./parts/meta-facts.tsx";
import { OwnerFact } from "./parts/owner-fact.tsx";

/** What an object is, how it is and what belongs to it, on one page. */
export function OverviewTab({ detail, objectRef }: { detail: ObjectDetail; objectRef: ObjectRef }) {
  const { object } = detail;
  const { cluster, kind } = objectRef;
  const view = viewOf(kind);
  const isEvent = detail.kind.kind === "Event";
  const props = { object, cluster };
  const body = (
    <>
      {view?.main ? <view.main {...props} /> : null}
      <Section title="Facts">
        <Facts>
          {view ? <view.facts {...props} /> : null}
          <OwnerFact owners={detail.owners} cluster={cluster} />
          <MetaFacts object={object} />
        </Facts>
      </Section>
      <Conditions object={object} />
      {view?.more ? <view.more {...props} /> : null}
      {view ? null : <GenericSections object={object} />}
    </>
  );
  if (isEvent) return <PageBody>{body}</PageBody>;
  return <PageBody aside={<EventTimeline object={object} objectRef={objectRef} />}>{body}</PageBody>;
}
