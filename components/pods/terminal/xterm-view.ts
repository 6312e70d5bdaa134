/** xterm.js behind TerminalView: fits its place, follows the theme, and carries the page's nonce on its style elements. */
import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";

export type TerminalScreen = {
  columns(): number;
  rows(): number;
  /** `drawn` is called when the bytes are on the screen. */
  write(bytes: Uint8Array, drawn: () => void): void;
  onInput(listener: (text: string) => void): void;
  onResize(listener: (columns: number, rows: number) => void): void;
  /** Takes no more input; what is on the screen stays. */
  freeze(): void;
  focus(): void;
  close(): void;
};

export function openTerminal(place: HTMLElement): TerminalScreen {
  const terminal = new Terminal({
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue("--mono"),
    fontSize: 12,
    lineHeight: 1.3,
    scrollback: 10_000,
    cursorBlink: true,
    theme: themeNow(),
    // Links and window operations of a hostile program stay words.
    linkHandler: null,
    windowOptions: {},
    screenReaderMode: false,
    overviewRuler: { width: 10 },
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  withNonce(() => terminal.open(place));
  fit.fit();
  const resized = new ResizeObserver(() => fit.fit());
  resized.observe(place);
  const themed = new MutationObserver(() => {
    terminal.options.theme = themeNow();
  });
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return {
    columns: () => terminal.cols,
    rows: () => terminal.rows,
    write: (bytes, drawn) => terminal.write(bytes, drawn),
    onInput: (listener) => {
      terminal.onData(listener);
      terminal.onBinary(listener);
    },
    onResize: (listener) => {
      terminal.onResize(({ cols, rows }) => listener(cols, rows));
    },
    freeze: () => {
      terminal.options.disableStdin = true;
      terminal.options.cursorBlink = false;
    },
    focus: () => terminal.focus(),
    close: () => {
      resized.disconnect();
      themed.disconnect();
      terminal.dispose();
    },
  };
}

/**
 * Runs `work` with every <style> element made meanwhile carrying the page's nonce: the policy lets no other in. xterm makes
 * its three when it opens and keeps them.
 */
function withNonce(work: () => void): void {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
  const create = document.createElement;
  document.createElement = ((tag: string, options?: ElementCreationOptions) => {
    const element = create.call(document, tag, options);
    if (tag === "style") element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
  try {
    work();
  } finally {
    document.createElement = create;
  }
}

function themeNow(): Record<string, string> {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: token("--bg-sunken"),
    foreground: token("--text"),
    cursor: token("--text"),
    selectionBackground: token("--bg-selected"),
    overviewRulerBorder: "#00000000",
  };
}
