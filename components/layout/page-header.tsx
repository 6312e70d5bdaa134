import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { plainText } from "@/lib/format/plain-text.ts";
import { PageStar } from "./page-star.tsx";

export type PageHeaderProps = {
  title: string;
  /** The way here, without the page itself. */
  crumbs?: { label: string; href: string }[];
  /** Beside the title: a Status, a DataAge. */
  status?: ReactNode;
  /** At the right, at most one of them primary. */
  actions?: ReactNode;
};

/** The top of every page: where it is, what it shows, how that is, what can be done. */
export function PageHeader({ title, crumbs, status, actions }: PageHeaderProps) {
  return (
    <header className="flex-none">
      {crumbs ? (
        <nav aria-label="Way here" className="px-4 pt-3 text-fg-3 text-sm">
          {crumbs.map((crumb, at) => (
            <Fragment key={crumb.href}>
              {at > 0 ? <span aria-hidden="true">{"\u2002/\u2002"}</span> : null}
              <Link href={crumb.href} prefetch={false} className="hover:text-fg hover:underline">
                {plainText(crumb.label)}
              </Link>
            </Fragment>
          ))}
        </nav>
      ) : null}
      <div className={`flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pb-2 ${crumbs ? "pt-0.5" : "pt-4"}`}>
        <h1 className="min-w-0 break-words font-semibold text-xl tracking-[-.015em]">{plainText(title)}</h1>
        <PageStar title={plainText(title)} />
        {status}
        {actions ? <div className="ml-auto flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </header>
  );
}
