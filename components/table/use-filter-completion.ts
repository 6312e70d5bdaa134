"use client";
import { type KeyboardEvent, useMemo, useState } from "react";
import type { Kind } from "@/lib/contract/kinds.ts";
import { applyCompletion, type Completion, complete, type KnownValues } from "./filter-complete.ts";

export type FilterCompletion = {
  list: Completion[];
  /** The one that Enter or Tab takes; -1 for none. */
  active: number;
  /** Handles arrows, Enter, Tab and Escape while the list is open; false when the key is not its own. */
  onKey: (event: KeyboardEvent<HTMLInputElement>) => boolean;
  take: (completion: Completion) => void;
  setActive: (index: number) => void;
};

/** The list under the filter: what fits at the caret, and its keys. */
export function useFilterCompletion(props: {
  kind: Kind;
  text: string;
  caret: number;
  open: boolean;
  values: KnownValues;
  onText: (text: string, caret: number) => void;
  onClose: () => void;
}): FilterCompletion {
  const { kind, text, caret, open, values, onText, onClose } = props;
  const [active, setActive] = useState(-1);
  const list = useMemo(() => (open ? complete(kind, text, caret, values) : []), [open, kind, text, caret, values]);
  const at = Math.min(active, list.length - 1);
  const take = (completion: Completion) => {
    const next = applyCompletion(text, completion);
    setActive(-1);
    onText(next.text, next.caret);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    if (list.length === 0) return false;
    if (event.key === "ArrowDown") setActive((at + 1) % list.length);
    else if (event.key === "ArrowUp") setActive(at <= 0 ? list.length - 1 : at - 1);
    else if (event.key === "Escape") onClose();
    else if ((event.key === "Enter" || (event.key === "Tab" && at >= 0)) && list[at]) take(list[at]);
    else {
      setActive(-1);
      return false;
    }
    event.preventDefault();
    return true;
  };
  return { list, active: at, onKey, take, setActive };
}
