import { html, nothing, type TemplateResult } from 'lit-html';
import { type PaletteName, paletteNames } from '../julia/palettes.ts';
import { limits, type PlaneView, readNumber } from '../julia/plane-view.ts';
import type { Choice } from '../julia/stage.ts';
import type { SurfaceKind } from '../julia/surface.ts';
import type { ExplorerWords } from '../words/explorer/explorer-words.ts';

/** The numbers of a view, which can be written. */
const fields = ['cx', 'cy', 'x', 'y', 'width', 'iterations'] as const;
export type Field = (typeof fields)[number];

const choices = ['best', 'webgpu', 'webgl2', 'processor'] as const satisfies readonly Choice[];

/** What the explorer shows, and what its controls do. */
export interface ExplorerParts {
  words: ExplorerWords;
  view: PlaneView;
  /** Where the point of the map is, as parts of its width and height. */
  point: { x: number; y: number };
  said: string;
  wrong: ReadonlyMap<Field, string>;
  palette: PaletteName;
  choice: Choice;
  set(field: Field, text: string): void;
  nearer(factor: number): void;
  whole(): void;
  copyLink(): void;
  choosePalette(name: PaletteName): void;
  chooseBy(choice: Choice): void;
}

const limitOf: Readonly<Record<Field, { least: number; most: number }>> = {
  cx: limits.c,
  cy: limits.c,
  x: limits.middle,
  y: limits.middle,
  width: limits.width,
  iterations: limits.iterations,
};

/** A constant as the map gives it: to four decimals, which is finer than its pixels. */
export const round = ({ cx, cy }: Pick<PlaneView, 'cx' | 'cy'>): Pick<PlaneView, 'cx' | 'cy'> => ({
  cx: Math.round(cx * 1e4) / 1e4,
  cy: Math.round(cy * 1e4) / 1e4,
});

/** The view with a field as somebody wrote it; what is wrong with it, and the view as it was, when it cannot be taken. */
export function setField(
  words: ExplorerWords,
  view: PlaneView,
  field: Field,
  text: string,
): { view: PlaneView; wrong?: string } {
  const value = readNumber(text);
  if (value === undefined) return { view, wrong: words.noNumber };
  const { least, most } = limitOf[field];
  if (value < least || value > most) return { view, wrong: words.outside(`${least}`, `${most}`) };
  return { view: { ...view, [field]: value } };
}

/** A number with as many digits as a picture of that width can tell apart, and a minus sign. */
function readable(value: number, width: number): string {
  const digits = Math.max(4, Math.ceil(3 - Math.log10(width)));
  return `${Number(value.toFixed(Math.min(20, digits)))}`.replace('-', '−');
}

const sizeText = (width: number): string => `${Number(width.toPrecision(3))}`.replace('-', '−');

/** What is seen, in a sentence. */
export const stateOf = (words: ExplorerWords, view: PlaneView, by: SurfaceKind | undefined): string =>
  by === undefined
    ? words.drawing
    : words.state(
        words.constant(readable(view.cx, 1), readable(view.cy, 1)),
        sizeText(view.width),
        words.kinds[by],
      );

function textOf(view: PlaneView, field: Field): string {
  if (field === 'x' || field === 'y') return readable(view[field], view.width).replace('−', '-');
  if (field === 'width') return `${Number(view.width.toPrecision(6))}`;
  return `${view[field]}`;
}

function fieldOf({ words, view, wrong, set }: ExplorerParts, field: Field): TemplateResult {
  const labels: Readonly<Record<Field, string>> = {
    cx: words.real,
    cy: words.imaginary,
    x: words.x,
    y: words.y,
    width: words.width,
    iterations: words.iterations,
  };
  const fault = wrong.get(field);
  const id = `explorer-${field}`;
  return html`<div class="explorer-field">
    <label for=${id}>${labels[field]}</label>
    <input id=${id} type="text" inputmode="decimal" autocomplete="off" spellcheck="false"
      .value=${textOf(view, field)} aria-invalid=${fault === undefined ? 'false' : 'true'}
      aria-describedby=${fault === undefined ? nothing : `${id}-fault`}
      @change=${({ target }: Event) => target instanceof HTMLInputElement && set(field, target.value)}>
    ${fault === undefined ? nothing : html`<p class="explorer-fault" id=${`${id}-fault`} role="alert">${fault}</p>`}
  </div>`;
}

function choiceOf<Name extends string>(
  label: string,
  names: readonly Name[],
  chosen: Name,
  text: Readonly<Record<Name, string>>,
  choose: (name: Name) => void,
): TemplateResult {
  const take = ({ target }: Event): void => {
    const name = names.find((known) => target instanceof HTMLSelectElement && target.value === known);
    if (name !== undefined) choose(name);
  };
  return html`<label class="explorer-choice">${label}
    <select @change=${take}>${names.map(
      (name) => html`<option value=${name} .selected=${name === chosen}>${text[name]}</option>`,
    )}</select></label>`;
}

/** The explorer's page: the set, the map beside it, and below them what can be done. */
export function explorer(parts: ExplorerParts): TemplateResult {
  const { words, point, said } = parts;
  return html`<div class="explorer-pictures">
    <div class="explorer-set" tabindex="0" role="application" aria-label=${words.set}
      aria-describedby="explorer-set-keys"><div class="explorer-picture"></div></div>
    <div class="explorer-beside">
      <div class="explorer-map" tabindex="0" role="application" aria-label=${words.map}
        aria-describedby="explorer-map-keys"><div class="explorer-picture"></div>
        <span class="explorer-point" style=${`left: ${point.x * 100}%; top: ${point.y * 100}%`}></span></div>
      <p class="explorer-hint">${words.mapHint} <span id="explorer-map-keys">${words.mapKeys}</span></p>
    </div>
  </div>
  <p class="explorer-hint">${words.setHint} <span id="explorer-set-keys">${words.setKeys}</span></p>
  <div class="explorer-bar">
    <button type="button" class="button" @click=${() => parts.nearer(0.5)}>${words.zoomIn}</button>
    <button type="button" class="button" @click=${() => parts.nearer(2)}>${words.zoomOut}</button>
    <button type="button" class="button" @click=${parts.whole}>${words.whole}</button>
    <button type="button" class="button" @click=${parts.copyLink}>${words.copyLink}</button>
    ${choiceOf(words.palette, paletteNames, parts.palette, words.palettes, parts.choosePalette)}
    ${choiceOf(words.by, choices, parts.choice, words.kinds, parts.chooseBy)}
  </div>
  <p class="explorer-state" role="status">${said}</p>
  <details class="explorer-values"><summary>${words.fields}</summary>
    <div class="explorer-fields">${fields.map((field) => fieldOf(parts, field))}</div>
  </details>`;
}
