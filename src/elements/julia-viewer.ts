import { html, nothing, render, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Rows } from '../sandbox/sandbox-client.ts';
import { inTime } from './in-time.ts';
import { huesOf, JuliaPicture, slotFor } from './julia-picture.ts';
import { pageWorkbook } from './page-workbook.ts';

/** Pictures in view; each keeps its place, so that nothing moves but what is drawn. */
const places = 6;

/** `<julia-viewer>`: the learner's fractals while the workers draw them, row by row. */
export class JuliaViewer extends HTMLElement {
  #leave: (() => void) | undefined;
  readonly #pictures: JuliaPicture[] = [];
  #workers: string[] = [];
  #tinted = false;
  readonly #canvases = new Map<string, HTMLCanvasElement>();
  readonly #draw = inTime(() => this.#render());

  connectedCallback(): void {
    this.#leave = pageWorkbook().watchFractals((rows) => this.#receive(rows));
    this.#render();
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  #receive(rows: Rows): void {
    const known = this.#pictures.find(({ uuid }) => uuid === rows.uuid);
    const picture = known ?? new JuliaPicture(rows);
    if (known === undefined) this.#begin(picture);
    if (!this.#workers.includes(rows.worker)) this.#workers.push(rows.worker);
    const fresh = picture.add(rows);
    this.#paint(picture, fresh.y, fresh.rows);
    this.#draw();
  }

  #begin(picture: JuliaPicture): void {
    const canvas = document.createElement('canvas');
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', pageWorkbook().words.fractal(picture.uuid));
    this.#canvases.set(picture.uuid, canvas);
    const slot = slotFor(this.#pictures, places);
    const before = this.#pictures[slot];
    if (before !== undefined) this.#canvases.delete(before.uuid);
    this.#pictures[slot] = picture;
  }

  #paint(picture: JuliaPicture, y: number, rows: number): void {
    if (rows === 0) return;
    const hues = this.#tinted ? huesOf(this.#workers) : undefined;
    const context = this.#canvases.get(picture.uuid)?.getContext('2d');
    context?.putImageData(new ImageData(picture.colours(y, rows, hues), picture.width, rows), 0, y);
  }

  #tint(tinted: boolean): void {
    this.#tinted = tinted;
    for (const picture of this.#pictures) this.#paint(picture, 0, picture.height);
    this.#render();
  }

  #render(): void {
    const { words } = pageWorkbook();
    const hues = huesOf(this.#workers);
    render(
      html`${
        this.#pictures.length === 0
          ? html`<p class="julia-empty">${words.fractalsNone}</p>`
          : html`<label class="julia-tint"><input type="checkbox" .checked=${this.#tinted}
              @change=${(event: Event) => this.#tint(event.target instanceof HTMLInputElement && event.target.checked)}>
              ${words.byWorker}</label>${this.#tinted ? legend(this.#workers, hues) : nothing}`
      }
      <ul class="julia-pictures">${repeat(
        this.#pictures,
        ({ uuid }) => uuid,
        (picture) => this.#picture(picture),
      )}</ul>`,
      this.querySelector<HTMLElement>('.figure-live') ?? this,
    );
  }

  #picture(picture: JuliaPicture): TemplateResult {
    const { words } = pageWorkbook();
    const { uuid, done, height, workers } = picture;
    return html`<li>${this.#canvases.get(uuid)}
      <p><code>${uuid.slice(0, 8)}</code> ${words.rowsDone(done, height)}<br>${words.drawnBy} ${workers.join(', ')}</p>
    </li>`;
  }
}

const legend = (workers: readonly string[], hues: ReadonlyMap<string, number>): TemplateResult =>
  html`<ul class="julia-legend">${workers.map(
    (worker) =>
      html`<li><span class="julia-swatch" style=${`--hue: ${hues.get(worker) ?? 0}deg`}></span>${worker}</li>`,
  )}</ul>`;

customElements.define('julia-viewer', JuliaViewer);
