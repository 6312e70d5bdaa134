"use client";
import { Banner } from "@/components/ui/banner.tsx";
import { Button } from "@/components/ui/button.tsx";
import { formatPlural } from "@/lib/format/number.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import type { OpenObject } from "./use-object.ts";

/** What became of the object while its page was open: deleted, replaced, on its way out, or not read again. */
export function FateBanner({ open, name }: { open: OpenObject; name: string }) {
  const { detail, fate, error, refetch } = open;
  if (detail === undefined) return null;
  const { metadata, kind } = detail.object;
  const noun = plainText(kind);
  if (fate === "deleted")
    return (
      <Place>
        <Banner tone="warn" title={`${noun} ${name} was deleted.`}>
          What stands below is how it was when it was last read.
        </Banner>
      </Place>
    );
  if (fate === "replaced")
    return (
      <Place>
        <Banner
          tone="warn"
          title={`Another ${noun} is named ${name} now.`}
          action={<Button onClick={refetch}>Show the new one</Button>}
        >
          The one that was opened here was deleted, and one of the same name was created since. The page shows the new
          one.
        </Banner>
      </Place>
    );
  if (error)
    return (
      <Place>
        <Banner
          tone="warn"
          title={`${noun} ${name} cannot be read again now.`}
          action={<Button onClick={refetch}>Try again</Button>}
        >
          {plainText(error instanceof Error ? error.message : "nothing more is known")}. What stands below is how it was
          when it was last read.
        </Banner>
      </Place>
    );
  if (metadata.deletionTimestamp === undefined) return null;
  const finalizers = metadata.finalizers ?? [];
  return (
    <Place>
      <Banner tone="busy" title={`${noun} ${name} is being deleted.`}>
        {finalizers.length === 0 ? (
          "It goes when its grace period is over."
        ) : (
          <>
            It goes when {formatPlural(finalizers.length, "finalizer is", "finalizers are")} done:{" "}
            <span className="mono break-words">{finalizers.map((one) => plainText(one)).join(", ")}</span>. Whoever put
            them there takes them away.
          </>
        )}
      </Banner>
    </Place>
  );
}

function Place({ children }: { children: React.ReactNode }) {
  return <div className="px-4 pt-4">{children}</div>;
}
