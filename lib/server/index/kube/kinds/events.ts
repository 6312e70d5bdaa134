import { clip, list, text, time } from "../cell.ts";
import type { KubeObject } from "../object.ts";
import { status } from "../tone.ts";
import { column, hiddenColumn, type TypedKind } from "./typed-kind.ts";

type Event = KubeObject & {
  type?: string;
  reason?: string;
  message?: string;
  count?: number;
  firstTimestamp?: string;
  lastTimestamp?: string;
  eventTime?: string;
  series?: { count?: number; lastObservedTime?: string };
  involvedObject?: { kind?: string; name?: string; namespace?: string; uid?: string; fieldPath?: string };
  source?: { component?: string; host?: string };
  reportingComponent?: string;
};

/** The newest are kept (event-output.ts); `age` is when it was last seen. */
export const events: TypedKind = {
  name: "events",
  title: "Events",
  section: "cluster",
  columns: [
    { ...column("name", "Name", "text", 200), hidden: true },
    column("status", "Level", "status", 100),
    column("reason", "Reason", "text", 160),
    column("object", "Object", "text", 260),
    column("message", "Message", "text", 460),
    column("count", "Count", "number", 70),
    column("source", "Source", "text", 160),
    column("age", "Seen", "time", 90),
    hiddenColumn("first", "First seen", "time", 90),
    hiddenColumn("host", "Node", "text", 140),
    hiddenColumn("uid", "Object UID", "mono", 290),
  ],
  sort: [{ column: "age", desc: true }],
  project(object) {
    const event = object as Event;
    const { involvedObject: about = {}, metadata = {} } = event;
    const created = time(metadata.creationTimestamp);
    const first = time(event.firstTimestamp) ?? time(event.eventTime) ?? created;
    return {
      status:
        event.type === "Normal" ? status("Normal", "idle") : status(clip(`${event.type || "Unknown"}`, 32), "warn"),
      reason: text(event.reason),
      object: list([about.kind && about.name ? `${about.kind}/${about.name}` : about.kind]),
      message: event.message ? clip(event.message, 1024) : null,
      count: event.series?.count ?? event.count ?? 1,
      source: text(event.reportingComponent) ?? text(event.source?.component),
      age: time(event.series?.lastObservedTime) ?? time(event.lastTimestamp) ?? first,
      first,
      host: text(event.source?.host),
      uid: text(about.uid),
    };
  },
};
