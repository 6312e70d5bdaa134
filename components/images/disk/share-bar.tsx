import { formatBytes } from "@/lib/format/bytes.ts";

/** Own and shared bytes as one bar. Drawn with SVG attributes: it needs no inline style. */
export function ShareBar({ own, shared }: { own: number; shared: number }) {
  const whole = own + shared;
  const share = whole === 0 ? 0 : (own / whole) * 100;
  return (
    <div className="mb-3 max-w-[560px]">
      <div className="mb-1.5 flex gap-4 text-sm">
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2.5 rounded-sm bg-accent" />
          own {formatBytes(own)}
        </span>
        <span className="flex items-center gap-1.5 text-fg-2">
          <span aria-hidden="true" className="size-2.5 rounded-sm bg-idle" />
          shared {formatBytes(shared)}
        </span>
        <span className="ml-auto text-fg-2">{formatBytes(whole)}</span>
      </div>
      <svg
        role="img"
        aria-label={`${formatBytes(own)} own, ${formatBytes(shared)} shared`}
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        className="h-2 w-full overflow-hidden rounded-full bg-idle-weak"
      >
        <rect width={share} height="8" className="fill-accent" />
        <rect x={share} width={whole === 0 ? 0 : 100 - share} height="8" className="fill-idle" />
      </svg>
    </div>
  );
}
