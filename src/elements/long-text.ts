import { html, nothing, render, type TemplateResult } from 'lit-html';
import { ansi, carriedAnsi } from './ansi.ts';
import { pageWorkbook } from './page-workbook.ts';
import { TextLines } from './text-lines.ts';

/** A longer text is folded to its head and its tail. */
const longest = 80;
const headLines = 30;
const tailLines = 10;
/** Painted at once; the browser itself skips those that are out of sight. */
const chunkLines = 200;
/** Milliseconds of a frame that may go into painting. */
const budget = 8;

/** A piece of the text that is painted: its first line, and the colours that hold there. */
type Chunk = { first: number; colours: string; element: HTMLElement };

/** `<long-text>`: a text of any length, folded when it is long, painted piece by piece when it is unfolded. */
export class LongText extends HTMLElement {
  readonly #lines = new TextLines();
  #open = false;
  #chunks: Chunk[] = [];
  #painting = false;

  set text(text: string) {
    if (text === this.#lines.text && this.hasChildNodes()) return;
    const grew = this.#lines.read(text);
    if (this.#open && this.#lines.count > longest) this.#goOn(grew);
    else this.#render();
  }

  #render(): void {
    const { count } = this.#lines;
    if (count <= longest) {
      this.#chunks = [];
      render(html`<pre class="output-text">${ansi(this.#lines.text)}</pre>`, this);
      return;
    }
    render(this.#open ? this.#whole() : this.#folded(), this);
  }

  #folded(): TemplateResult {
    const { count } = this.#lines;
    const colours = carriedAnsi(this.#lines.slice(0, count - tailLines));
    return html`<pre class="output-text">${ansi(this.#lines.slice(0, headLines))}</pre>
      ${this.#button()}
      <pre class="output-text">${ansi(colours + this.#lines.slice(count - tailLines, count))}</pre>`;
  }

  #whole(): TemplateResult {
    return html`${this.#button()}<div class="output-lines" tabindex="0" role="group"
      aria-label=${pageWorkbook().words.linesOf(this.#lines.count)}></div>`;
  }

  #button(): TemplateResult {
    const { words } = pageWorkbook();
    return html`<button type="button" class="link output-fold" aria-expanded=${this.#open}
      @click=${() => this.#toggle()}>${this.#open ? words.showFewer : words.showAllLines(this.#lines.count)}</button>`;
  }

  #toggle(): void {
    this.#open = !this.#open;
    this.#chunks = [];
    render(nothing, this);
    this.#render();
    this.querySelector<HTMLElement>('.output-fold')?.focus({ preventScroll: !this.#open });
    if (this.#open) this.#paint();
  }

  /** The text has changed while it is unfolded: what is new is painted after what is there. */
  #goOn(grew: boolean): void {
    this.#render();
    if (!grew) {
      for (const { element } of this.#chunks.splice(0)) element.remove();
    } else this.#chunks.pop()?.element.remove();
    this.#paint();
  }

  #paint(): void {
    if (this.#painting) return;
    this.#painting = true;
    const go = (): void => {
      const end = performance.now() + budget;
      while (this.#open && this.isConnected && this.#paintChunk()) {
        if (performance.now() < end) continue;
        requestAnimationFrame(go);
        return;
      }
      this.#painting = false;
    };
    go();
  }

  /** Paints the next piece; false when there is none. */
  #paintChunk(): boolean {
    const box = this.querySelector('.output-lines');
    const before = this.#chunks.at(-1);
    const first = before === undefined ? 0 : before.first + chunkLines;
    if (box === null || first >= this.#lines.count) return false;
    const colours = before === undefined ? '' : carriedAnsi(this.#chunk(before.first), before.colours);
    const element = document.createElement('pre');
    element.className = 'output-text';
    this.#chunks.push({ first, colours, element });
    render(html`${ansi(colours + this.#chunk(first))}`, element);
    box.append(element);
    return true;
  }

  #chunk(first: number): string {
    return this.#lines.slice(first, first + chunkLines);
  }
}

customElements.define('long-text', LongText);
