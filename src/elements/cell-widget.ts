import { html, nothing, render, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import type { Display } from '../../sandbox-server/protocol/events.ts';
import type { Control, WidgetValue } from '../../sandbox-server/protocol/widgets.ts';
import { pageWorkbook } from './page-workbook.ts';

type WidgetDisplay = Extract<Display, { kind: 'widget' }>;
type ControlOf<Type extends Control['type']> = Extract<Control, { type: Type }>;

/** A widget as the log has it: where it stands, what it is, and what it was set to last. */
export type WidgetPlace = { cell: string; widget: WidgetDisplay; value: WidgetValue };

/** At most once in so many milliseconds is a value sent while a slider moves. */
const sendEvery = 80;

/** `<cell-widget>`: a field whose value cells read. */
export class CellWidget extends HTMLElement {
  #place: WidgetPlace | undefined;
  /** What was set here and is not in the log yet: until then nothing older takes its place. */
  #sent: WidgetValue | undefined;
  #next: WidgetValue | undefined;
  /** What is being written and is not set yet. */
  #draft: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  set place(place: WidgetPlace) {
    this.#place = place;
    if (place.value === this.#sent) this.#sent = undefined;
    this.#render();
  }

  get #value(): WidgetValue {
    return this.#next ?? this.#sent ?? this.#place?.value ?? '';
  }

  #write(event: Event): void {
    this.#draft = inputOf(event).value;
  }

  #set(value: WidgetValue): void {
    this.#draft = undefined;
    this.#next = value;
    this.#render();
    this.#timer ??= setTimeout(() => this.#send(), sendEvery);
  }

  #send(): void {
    this.#timer = undefined;
    const { cell, widget } = this.#place ?? {};
    if (cell === undefined || widget === undefined || this.#next === undefined) return;
    const sent = pageWorkbook().choose(cell, widget.id, this.#next);
    this.#sent = sent ? this.#next : undefined;
    this.#next = undefined;
    this.#render();
  }

  #render(): void {
    if (this.#place === undefined) return;
    const { control } = this.#place.widget;
    render(
      control.type === 'button'
        ? this.#button(control)
        : html`<label class="widget" data-type=${control.type}><span class="widget-label">${control.label}</span> ${this.#field(control)}</label>`,
      this,
    );
  }

  #button({ label }: ControlOf<'button'>): TemplateResult {
    const presses = Number(this.#value);
    return html`<button type="button" class="button" @click=${() => this.#set(presses + 1)}>${label}</button>`;
  }

  #field(control: Exclude<Control, { type: 'button' }>): TemplateResult {
    switch (control.type) {
      case 'slider':
        return this.#slider(control);
      case 'number':
        return this.#number(control);
      case 'text':
        return html`<input class="field" type="text" autocomplete="off" maxlength="10000"
          placeholder=${control.placeholder ?? nothing} .value=${live(this.#draft ?? String(this.#value))}
          @input=${(event: Event) => this.#write(event)} @change=${(event: Event) => this.#set(inputOf(event).value)}>`;
      case 'select':
        return html`<select class="field" @change=${(event: Event) => this.#set(inputOf(event).value)}>${control.options.map(
          (option) => html`<option value=${option} .selected=${option === this.#value}>${option}</option>`,
        )}</select>`;
      case 'checkbox':
        return html`<input type="checkbox" .checked=${live(this.#value === true)}
          @change=${(event: Event) => this.#set(isChecked(event))}>`;
    }
  }

  #slider({ min, max, step }: ControlOf<'slider'>): TemplateResult {
    return html`<input type="range" min=${min} max=${max} step=${step} .value=${live(String(this.#value))}
        @input=${(event: Event) => this.#set(Number(inputOf(event).value))}>
      <output>${this.#value}</output>`;
  }

  #number({ min, max, step }: ControlOf<'number'>): TemplateResult {
    const set = (event: Event): void => {
      const { value } = inputOf(event);
      const number = Number(value);
      this.#draft = undefined;
      if (value !== '' && Number.isFinite(number)) this.#set(number);
      else this.#render();
    };
    return html`<input class="field" type="number" min=${min ?? nothing} max=${max ?? nothing} step=${step ?? 'any'}
      .value=${live(this.#draft ?? String(this.#value))} @input=${(event: Event) => this.#write(event)} @change=${set}>`;
  }
}

const inputOf = ({ target }: Event): { value: string } => {
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return target;
  return { value: '' };
};

const isChecked = ({ target }: Event): boolean => target instanceof HTMLInputElement && target.checked;

customElements.define('cell-widget', CellWidget);
