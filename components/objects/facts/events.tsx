import { Banner } from "@/components/ui/banner.tsx";
import { Fact } from "@/components/ui/facts.tsx";
import { Moment } from "../parts/moment.tsx";
import { ScaleTarget } from "../parts/scale-target.tsx";
import { at, number, text } from "../read.ts";
import type { KindView, PartProps } from "../view-props.ts";

/** The older API calls it involvedObject, the newer regarding; both hold the same. */
const aboutOf = (object: unknown) => at(object, "involvedObject") ?? at(object, "regarding");

function EventFacts({ object, cluster }: PartProps) {
  const about = aboutOf(object);
  return (
    <>
      <Fact label="About">
        <ScaleTarget object={object} cluster={cluster} target={about} />
      </Fact>
      <Fact label="Reason">{text(object, "reason")}</Fact>
      <Fact label="From">
        {text(object, "reportingComponent") ??
          text(object, "reportingController") ??
          text(object, "source", "component")}
      </Fact>
      <Fact label="Count">{number(object, "series", "count") ?? number(object, "count") ?? 1}</Fact>
      <Fact label="First seen">
        <Moment at={text(object, "firstTimestamp") ?? text(object, "eventTime")} />
      </Fact>
      <Fact label="Last seen">
        <Moment
          at={text(object, "series", "lastObservedTime") ?? text(object, "lastTimestamp") ?? text(object, "eventTime")}
        />
      </Fact>
    </>
  );
}

export const events: KindView = {
  main: ({ object }) => (
    <Banner
      tone={text(object, "type") === "Normal" ? "idle" : "warn"}
      title={text(object, "reason") ?? "No reason was given"}
      className="mb-5"
    >
      {text(object, "message") ?? text(object, "note")}
    </Banner>
  ),
  facts: EventFacts,
};
