/** A small line of the last values, newest at the right. `most` is the top; without it the highest value is. */
export function Sparkline({
  label,
  values,
  most,
  slots = 120,
}: {
  label: string;
  values: (number | null)[];
  most?: number | null;
  slots?: number;
}) {
  const known = values.filter((value): value is number => value !== null);
  const top = Math.max(most ?? 0, ...known, Number.MIN_VALUE);
  const step = 300 / (slots - 1);
  const points = values.map((value, at) => {
    const x = 300 - (values.length - 1 - at) * step;
    return value === null ? null : `${x.toFixed(1)},${(38 - (value / top) * 34).toFixed(1)}`;
  });
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox="0 0 300 40"
      preserveAspectRatio="none"
      className="h-10 w-full text-busy"
    >
      <line x1="0" x2="300" y1="39.5" y2="39.5" className="stroke-line" vectorEffect="non-scaling-stroke" />
      <polyline
        points={points.filter(Boolean).join(" ")}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
