import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";

export type EmptyStateProps = {
  icon?: LucideIcon;
  title: string;
  /** It stands for the whole page: its title is the page's heading. */
  page?: boolean;
  children?: ReactNode;
  action?: ReactNode;
};

/** Nothing to show: why, and what to do next. */
export function EmptyState(props: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-[46ch] flex-col items-center gap-2 px-4 py-12 text-center">
      {props.icon ? <Icon of={props.icon} size={22} className="mb-1 text-fg-3" /> : null}
      {props.page ? <h1 className="font-semibold">{props.title}</h1> : <p className="font-semibold">{props.title}</p>}
      {props.children ? <div className="text-fg-2">{props.children}</div> : null}
      {props.action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{props.action}</div> : null}
    </div>
  );
}
