import Link from "next/link";
import { Panel } from "@/components/ui/panel.tsx";
import { plainText } from "@/lib/format/plain-text.ts";

/** Many short names to choose from, in as many columns as fit. */
export function NameGrid(props: { label: string; names: readonly string[]; href: (name: string) => string }) {
  return (
    <Panel>
      <ul
        aria-label={props.label}
        className="grid grid-cols-[repeat(auto-fill,minmax(260px,1fr))] gap-x-6 px-1 py-1 max-md:grid-cols-[minmax(0,1fr)]"
      >
        {props.names.map((name) => (
          <li key={name} className="min-w-0">
            <Link
              href={props.href(name)}
              prefetch={false}
              title={plainText(name)}
              className="link mono block truncate rounded-md px-2 leading-8 hover:bg-hover"
            >
              {plainText(name)}
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
