"use client";
import { Check, Package } from "lucide-react";
import { useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { FieldGroup } from "@/components/form/field-group.tsx";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { CodeText } from "@/components/ui/code-text.tsx";
import { cx } from "@/components/ui/cx.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorPanel } from "@/components/ui/error-panel.tsx";
import { Icon } from "@/components/ui/icon.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import type { NodeList } from "@/lib/contract/console.ts";
import type { PathError } from "@/lib/contract/errors.ts";
import type { Image } from "@/lib/contract/image.ts";
import { formatBytes } from "@/lib/format/bytes.ts";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";
import { appOf, commandOf, type Draft, portsOf } from "./draft.ts";

export type StepProps = {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  errors: readonly PathError[];
  images: readonly Image[];
};

/** Which node, and which images: each chosen image is an app. */
export function ImageStep(
  props: StepProps & { cluster: string; node: string; nodes: NodeList["nodes"]; problem: unknown; isLoading: boolean },
) {
  const { draft, change, images, cluster, node, nodes, problem, isLoading } = props;
  const [search, setSearch] = useState("");
  if (problem) return <ErrorPanel what="The images cannot be listed" error={problem} />;
  const found = images.filter(({ name, version }) =>
    `${name}:${version ?? ""}`.toLowerCase().includes(search.toLowerCase()),
  );
  const toggle = (image: Image) => {
    const held = draft.apps.filter((app) => app.image !== image.id);
    if (held.length < draft.apps.length) {
      change({ apps: held, ports: held.length === 0 ? [] : draft.ports });
      return;
    }
    const app = appOf(image);
    const taken = new Set(draft.apps.map(({ name }) => name));
    let name = app.name;
    for (let count = 2; taken.has(name); count += 1) name = `${app.name}-${count}`;
    change({ apps: [...draft.apps, { ...app, name }], ports: [...draft.ports, ...portsOf(image)] });
  };
  return (
    <>
      {nodes.length > 1 ? (
        <FieldGroup>
          <Field label="Node" required hint="The image has to be in this node's store.">
            {(control) => (
              <Select
                {...control}
                value={node}
                onChange={(event) => change({ node: event.target.value, apps: [], ports: [] })}
                options={nodes.map(({ name, state }) => ({
                  value: name,
                  label: state === "live" ? name : `${name} (${state})`,
                  disabled: state === "down",
                }))}
              />
            )}
          </Field>
        </FieldGroup>
      ) : null}
      <FieldGroup
        title="Image"
        note="Choose one, or several for a pod of several apps that share network and processes."
      >
        {images.length > 6 ? (
          <Input
            aria-label="Search images"
            placeholder="Search images"
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        ) : null}
        {isLoading ? <Skeleton className="h-24" /> : null}
        {!isLoading && images.length === 0 ? (
          <EmptyState
            icon={Package}
            title="The store of this node is empty"
            action={<ButtonLink href={paths.images(cluster)}>Fetch an image</ButtonLink>}
          >
            Fetch an image from a registry, or upload an ACI.
          </EmptyState>
        ) : null}
        <ul className="flex flex-col gap-1.5">
          {found.map((image) => {
            const isChosen = draft.apps.some((app) => app.image === image.id);
            return (
              <li key={image.id}>
                <button
                  type="button"
                  aria-pressed={isChosen}
                  onClick={() => toggle(image)}
                  className={cx(
                    "flex w-full items-center gap-3 rounded-lg border px-3 py-2 text-left",
                    isChosen ? "border-accent bg-selected" : "border-line hover:bg-hover",
                  )}
                >
                  <Icon of={isChosen ? Check : Package} size={16} className={isChosen ? "text-accent" : "text-fg-3"} />
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium">
                      {plainText(image.name)}
                      {image.version ? (
                        <span className="font-normal text-fg-2">:{plainText(image.version)}</span>
                      ) : null}
                    </span>
                    <span className="block truncate text-fg-3">
                      <CodeText text={commandOf(image) || "no command"} />
                    </span>
                  </span>
                  <span className="flex-none text-fg-2 text-sm tabular-nums">{formatBytes(image.treeSize)}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </FieldGroup>
    </>
  );
}
