/** Nothing there: a grey dash, and "none" to those who listen. */
export function Dash({ says = "none" }: { says?: string }) {
  return (
    <span className="text-fg-3">
      <span aria-hidden="true">–</span>
      <span className="sr-only">{says}</span>
    </span>
  );
}
