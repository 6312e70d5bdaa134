"use client";
import { Field } from "@/components/form/field.tsx";
import { useWindow } from "@/components/table/use-window.ts";
import { Select } from "@/components/ui/select.tsx";
import type { Row } from "@/lib/contract/live.ts";
import { shortId } from "@/lib/format/truncate-middle.ts";
import { imageTitle } from "../image-title.ts";

type PeerImageFieldProps = {
  cluster: string;
  /** Where it goes: its own images are no choice. */
  node: string;
  value: string;
  onChange: (source: string) => void;
  disabled: boolean;
};

/** An image that another node has, as the source `node://NODE/ID`. */
export function PeerImageField({ cluster, node, value, onChange, disabled }: PeerImageFieldProps) {
  const images = useWindow({
    kind: "images",
    cluster,
    filter: `-node=${node}`,
    sort: [{ column: "name", desc: false }],
    rows: 500,
  });
  const options = images.rows.filter(({ stale }) => !stale).map(optionOf);
  return (
    <Field
      label="Image"
      required
      hint={
        options.length === 0 && images.state === "live"
          ? "No other node that answers has an image."
          : "The node must know the other one as a peer (peers.json)."
      }
    >
      {(control) => (
        <Select
          {...control}
          disabled={disabled || options.length === 0}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          options={[{ value: "", label: "Choose an image", disabled: true }, ...options]}
        />
      )}
    </Field>
  );
}

function optionOf({ key, cells }: Row): { value: string; label: string } {
  const [from = "", id = ""] = key.split("/");
  const version = typeof cells.version === "string" ? cells.version : null;
  const title = imageTitle({ name: String(cells.name ?? ""), version });
  return { value: `node://${from}/${id}`, label: `${title} on ${from} (${shortId(id).slice(7)})` };
}
