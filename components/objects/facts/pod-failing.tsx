"use client";
import { Age } from "@/components/ui/age.tsx";
import { Banner } from "@/components/ui/banner.tsx";
import { formatCount } from "@/lib/format/number.ts";
import { failingContainer } from "../parts/container-failure.ts";
import type { PartProps } from "../view-props.ts";

/** The first container that fails: how, how often, its last words and what happens next. Nothing while all is well. */
export function PodFailing({ object }: PartProps) {
  const failing = failingContainer(object);
  if (failing === null) return null;
  const { name, word, restarts, ended, words, next } = failing;
  return (
    <Banner
      tone="bad"
      className="mb-5"
      title={
        <>
          Container <span className="mono">{name}</span>: {word}
          {restarts > 0 ? `, ${formatCount(restarts)} ${restarts === 1 ? "restart" : "restarts"}` : ""}
          {ended === null ? null : (
            <>
              , it ended <Age at={ended} form="ago" tooltip={false} />
            </>
          )}
          .
        </>
      }
    >
      {words === null ? null : (
        <span>
          Its last words: <span className="mono">{words}</span>.{" "}
        </span>
      )}
      {next}
    </Banner>
  );
}
