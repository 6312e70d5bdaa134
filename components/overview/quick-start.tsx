"use client";
import { Play } from "lucide-react";
import { denied, useSession } from "@/components/layout/session-context.tsx";
import { useWindow } from "@/components/table/use-window.ts";
import { Button } from "@/components/ui/button.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { pickFirstImage } from "./first-image.ts";

/** For an empty cluster: the way to the first pod, with an image that is there already. */
export function QuickStart() {
  const session = useSession();
  const { cluster } = session;
  const images = useWindow({ kind: "images", cluster, sort: [{ column: "imported", desc: false }], rows: 20 });
  if (images.counts === null) return null;
  const image = pickFirstImage(images.rows);
  const noRun = denied(session, "create", "pod");
  const name = image === null ? null : plainText(image);
  return (
    <section aria-labelledby="first-pod" className="mb-8 rounded-lg border border-line bg-sunken px-5 py-4">
      <h2 id="first-pod" className="font-semibold text-lg">
        Run your first pod
      </h2>
      <p className="mt-1 max-w-[64ch] text-fg-2">
        {name === null ? (
          "A pod runs from an image of the store. Fetch one from a registry or upload an .aci file first."
        ) : (
          <>
            The image <span className="mono text-fg">{name}</span> is in the store already. Run it, open its page, read
            its logs and enter it: nothing has to be fetched.
          </>
        )}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        {noRun !== null ? (
          <Button variant="primary" icon={Play} disabledReason={noRun}>
            Run your first pod
          </Button>
        ) : name === null ? (
          <ButtonLink variant="primary" href={paths.images(cluster)}>
            Get an image
          </ButtonLink>
        ) : (
          <ButtonLink variant="primary" icon={Play} href={paths.run(cluster, image ?? undefined)}>
            Run your first pod
          </ButtonLink>
        )}
        <ButtonLink href={paths.images(cluster)}>Images</ButtonLink>
      </div>
    </section>
  );
}
