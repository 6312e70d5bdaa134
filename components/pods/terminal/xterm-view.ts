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
    documentOverride: documentWithNonce(),
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
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(place);
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

/** The document, but for <style> elements, which get the page's nonce: the policy lets no other in. */
function documentWithNonce(): Document {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? "";
  return new Proxy(document, {
    get(target, name) {
      if (name === "createElement") {
        return (tag: string) => {
          const element = target.createElement(tag);
          if (tag === "style") element.nonce = nonce;
          return element;
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

function themeNow(): Record<string, string> {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: token("--bg-sunken"),
    foreground: token("--text"),
    cursor: token("--text"),
    selectionBackground: token("--bg-selected"),
  };
}
