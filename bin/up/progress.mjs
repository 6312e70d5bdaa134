/** What `npm start` says: a moving line on a terminal, plain lines elsewhere; warnings stay. */
export class Progress {
  constructor(out) {
    this.out = out;
    this.terminal = out.isTTY === true;
    this.current = null;
    // Whoever read our lines may go away (a closed terminal, a pipe): what runs must not fall with it.
    out.on("error", () => {});
  }
  /** Runs `work(note)` under a title; `note` shows what it is doing now. */
  async step(title, work) {
    const began = Date.now();
    this.current = title;
    this.#draw(title);
    try {
      const result = await work((note) => this.#draw(`${title}: ${note}`));
      this.#settle(`${title} (${seconds(Date.now() - began)})`);
      return result;
    } catch (error) {
      this.#settle(`${title}: failed`);
      throw error;
    } finally {
      this.current = null;
    }
  }
  line(text) {
    if (this.terminal && this.current !== null) this.out.write("\r\x1b[K");
    this.out.write(`${text}\n`);
  }
  #draw(text) {
    if (this.terminal) this.out.write(`\r\x1b[K${text.slice(0, (this.out.columns ?? 80) - 1)}`);
    else if (text === this.current) this.out.write(`${text} …\n`);
  }
  #settle(text) {
    this.out.write(this.terminal ? `\r\x1b[K${text}\n` : `${text}\n`);
  }
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
