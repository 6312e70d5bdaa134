"use client";
import { useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { fetchImage } from "@/lib/api/console/images.ts";
import { TransferDialog } from "./transfer-dialog.tsx";

/** Fetches an image from a registry into a node's store. */
export function FetchDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [written, setWritten] = useState("");
  const name = written.trim();
  const source = name === "" || /^[a-z]+:\/\/|^\//.test(name) ? name : `docker://${name}`;
  return (
    <TransferDialog
      open={open}
      onClose={onClose}
      title="Fetch an image"
      description="From a registry that speaks the distribution API, into the store of a node."
      verb="Fetch"
      missing={name === "" ? "name an image" : null}
      start={({ cluster, node, insecureOptions, signal }) =>
        fetchImage(cluster, node, { source, insecureOptions }, { signal })
      }
    >
      {(running) => (
        <Field
          label="Image"
          required
          hint="registry/repository:tag or registry/repository@sha256:… — without a registry, Docker's."
        >
          {(control) => (
            <Input
              {...control}
              mono
              autoFocus
              disabled={running}
              placeholder="registry.example/team/app:1.2"
              value={written}
              onChange={(event) => setWritten(event.target.value)}
            />
          )}
        </Field>
      )}
    </TransferDialog>
  );
}
