/** Colours of JSON in the console's own tokens, so that they follow the theme. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";

export const jsonColours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.propertyName, color: "var(--accent)" },
    { tag: tags.string, color: "var(--ok)" },
    { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
    { tag: [tags.punctuation, tags.brace, tags.squareBracket, tags.separator], color: "var(--text-3)" },
    { tag: tags.invalid, color: "var(--bad)" },
  ]),
);
