/** CodeMirror behind JsonEditor: set up once, spoken to by value. Its styles carry the page's nonce. */
import { json } from "@codemirror/lang-json";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { basicSetup } from "codemirror";
import { jsonColours } from "./json-colours.ts";

export type EditorHandle = {
  setValue(value: string): void;
  setFaults(faults: { from: number; to: number; message: string }[]): void;
  close(): void;
};

const look = EditorView.theme({
  "&": { backgroundColor: "var(--bg)", color: "var(--text)", fontSize: "12px", maxHeight: "70vh" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "18px", overflow: "auto" },
  ".cm-gutters": { backgroundColor: "var(--bg-sunken)", color: "var(--text-3)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--bg-hover)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--bg-selected)" },
  ".cm-tooltip": { backgroundColor: "var(--bg-raised)", border: "1px solid var(--line-strong)", color: "var(--text)" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--bg-sunken)", border: "none", color: "var(--text-2)" },
});

export function openEditor(
  parent: HTMLElement,
  options: { label: string; value: string; onChange: ((value: string) => void) | null },
): EditorHandle {
  const { onChange } = options;
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
  let quiet = false;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.value,
      extensions: [
        EditorView.cspNonce.of(nonce),
        basicSetup,
        json(),
        look,
        jsonColours,
        EditorView.contentAttributes.of({ "aria-label": options.label }),
        EditorState.readOnly.of(onChange === null),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !quiet) onChange?.(update.state.doc.toString());
        }),
      ],
    }),
  });
  // Long lines scroll sideways, so the keyboard has to reach what scrolls.
  view.scrollDOM.tabIndex = 0;
  return {
    setValue(value) {
      if (value === view.state.doc.toString()) return;
      quiet = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
      quiet = false;
    },
    setFaults(faults) {
      const end = view.state.doc.length;
      const marks: Diagnostic[] = faults.map(({ from, to, message }) => ({
        from: Math.min(from, end),
        to: Math.min(to, end),
        message,
        severity: "error",
      }));
      view.dispatch(setDiagnostics(view.state, marks));
    },
    close: () => view.destroy(),
  };
}
