/** CodeMirror over a text: read only, with numbers, folding and search. Its styles carry the page's nonce. */
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { codeFolding, foldGutter, foldKeymap } from "@codemirror/language";
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { codeColours } from "./code-colours.ts";

export type CodeLanguage = "yaml" | "json" | "plain";
export type CodeHandle = { setText(text: string): void; search(): void; close(): void };

/** Longer texts are not coloured: the parser would work for seconds, the text is there at once. */
const coloured = 600_000;
/** Beside CodeMirror's own: what turns text around or cannot be seen. */
const special = /\u200c|\u200d|[\u180e\u202a-\u202e\u2060-\u206f\ufff9-\ufffb]/gu;

const look = EditorView.theme({
  "&": { backgroundColor: "var(--bg)", color: "var(--text)", fontSize: "12px", height: "100%" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "18px", overflow: "auto" },
  ".cm-gutters": { backgroundColor: "var(--bg-sunken)", color: "var(--text-3)", border: "none" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--bg-selected)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--bg-sunken)", border: "none", color: "var(--text-2)" },
  ".cm-specialChar": { color: "var(--bad)" },
  ".cm-panels": { backgroundColor: "var(--bg-sunken)", color: "var(--text)", borderColor: "var(--line)" },
  ".cm-panel.cm-search": { padding: "6px 8px", fontFamily: "inherit" },
  ".cm-panel.cm-search label": { fontSize: "12px", color: "var(--text-2)" },
  ".cm-textfield": {
    backgroundColor: "var(--bg)",
    color: "var(--text)",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
  },
  ".cm-button": {
    backgroundColor: "var(--bg-raised)",
    backgroundImage: "none",
    color: "var(--text)",
    border: "1px solid var(--line-strong)",
    borderRadius: "4px",
  },
  ".cm-panel.cm-search [name=close]": { color: "var(--text-2)" },
  ".cm-searchMatch": { backgroundColor: "var(--warn-weak)" },
  ".cm-searchMatch-selected": { backgroundColor: "var(--bg-selected)" },
});

const parsers = { yaml, json, plain: () => [] };

export function openCode(
  parent: HTMLElement,
  options: { label: string; text: string; language: CodeLanguage },
): CodeHandle {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
  const state = (doc: string) =>
    EditorState.create({
      doc,
      extensions: [
        EditorView.cspNonce.of(nonce),
        lineNumbers(),
        foldGutter(),
        codeFolding(),
        highlightSpecialChars({ addSpecialChars: special }),
        search({ top: true }),
        highlightSelectionMatches(),
        keymap.of([...searchKeymap, ...foldKeymap]),
        look,
        ...(doc.length <= coloured ? [parsers[options.language](), codeColours] : []),
        EditorView.contentAttributes.of({ "aria-label": options.label, "aria-readonly": "true" }),
        EditorState.readOnly.of(true),
      ],
    });
  const view = new EditorView({ parent, state: state(options.text) });
  // Long lines scroll sideways, so the keyboard has to reach what scrolls.
  view.scrollDOM.tabIndex = 0;
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return;
      const { scrollTop } = view.scrollDOM;
      view.setState(state(text));
      view.scrollDOM.scrollTop = scrollTop;
    },
    search: () => openSearchPanel(view),
    close: () => view.destroy(),
  };
}
