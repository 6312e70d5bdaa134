/** Text whose end tells it apart, such as an image's name: what does not fit is cut at its beginning. Give it plain text. */
export function TailText({ text }: { text: string }) {
  return (
    <span className="block truncate text-left [direction:rtl]" title={text}>
      <bdi dir="ltr">{text}</bdi>
    </span>
  );
}
