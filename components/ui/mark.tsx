/** Craton's mark; the word stands beside it. The same drawing is the favicon, public/assets/mark.svg. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" className="flex-none">
      <path d="M10 1 18.5 6v8L10 19 1.5 14V6z" fill="#2f6be0" />
      <path
        d="M10 1v7.5L1.5 14M10 8.5 18.5 14M10 8.5V19"
        stroke="#fff"
        strokeOpacity=".85"
        strokeWidth="1.3"
        fill="none"
      />
    </svg>
  );
}
