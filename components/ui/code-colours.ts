/** Colours of YAML and JSON in the console's own tokens, so that they follow the theme. */
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";

export const codeColours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--accent)" },
    { tag: [tags.string, tags.special(tags.string)], color: "var(--ok)" },
    { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
    { tag: [tags.punctuation, tags.separator, tags.meta], color: "var(--text-3)" },
    { tag: tags.comment, color: "var(--text-3)" },
    { tag: tags.invalid, color: "var(--bad)" },
  ]),
);
