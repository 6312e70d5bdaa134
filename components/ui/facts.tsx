import type { ReactNode } from "react";
import { Dash } from "./dash.tsx";

/** Facts in two columns. Rows are `Fact`s. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[130px_minmax(0,1fr)] gap-x-3 gap-y-1.5 max-md:grid-cols-[104px_minmax(0,1fr)]">
      {children}
    </dl>
  );
}

/** One fact; what is empty is a dash in grey. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  const isNothing = (one: ReactNode) => one === null || one === undefined || one === "" || one === false;
  const empty = Array.isArray(children) ? children.every(isNothing) : isNothing(children);
  return (
    <>
      <dt className="text-fg-2">{label}</dt>
      <dd className="min-w-0 break-words">{empty ? <Dash /> : children}</dd>
    </>
  );
}
