"use client";
import { useQuery } from "@tanstack/react-query";
import { Age } from "@/components/ui/age.tsx";
import { Section } from "@/components/ui/section.tsx";
import { listEvents } from "@/lib/api/console/events.ts";
import type { ImageRef } from "@/lib/api/console/images.ts";
import { sentence } from "@/lib/format/capital.ts";
import { plainText } from "@/lib/format/plain-text.ts";

/** What happened to the image on its node and who did it, newest first, as far as the node still knows. */
export function ImageHistory({ imageRef }: { imageRef: ImageRef }) {
  const { cluster, node, id } = imageRef;
  const events = useQuery({
    queryKey: ["image-events", cluster, node, id],
    queryFn: ({ signal }) => listEvents(cluster, node, { object: id, limit: 12 }, { signal }),
  });
  if (!events.data || events.data.length === 0) return null;
  return (
    <Section title="What happened">
      <ol className="flex flex-col gap-2">
        {[...events.data].reverse().map((event) => (
          <li key={event.seq} className="break-words">
            {sentence(plainText(event.message), event.user)}{" "}
            <span className="text-fg-3 text-sm">
              {event.user ? `${plainText(event.user)}, ` : ""}
              <Age at={event.time} form="ago" />
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
