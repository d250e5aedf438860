import { html, nothing, render, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Scope, StackFrame } from '../../sandbox-server/protocol/debugger.ts';
import type { Value } from '../../sandbox-server/protocol/events.ts';
import { inTime } from './in-time.ts';
import type { ObjectTree } from './object-tree.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import { showLine } from './show-line.ts';
import { stepButtons } from './step-buttons.ts';

/**
 * `<debugger-panel>`: where a paused run is, who called whom on the way there, what is in sight at each of these
 * places; and the breakpoints of the lesson.
 */
export class DebuggerPanel extends HTMLElement {
  #leave: (() => void) | undefined;
  #frames: readonly StackFrame[] = [];
  #chosen = 0;
  /** The scopes of the chosen frame as values that unfold: the same objects as long as nothing moves. */
  #scopes: Value[] = [];

  connectedCallback(): void {
    const workbook = pageWorkbook();
    this.tabIndex = -1;
    this.#leave = workbook.subscribe(inTime(() => this.#render(workbook)));
    this.#render(workbook);
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  override focus(): void {
    const first = this.querySelector<HTMLElement>('.step-buttons button, .debugger-stack button');
    if (first === null) super.focus();
    else first.focus();
  }

  #render(workbook: PageWorkbook): void {
    const words = workbook.words.debugger;
    // While a run goes on to where it pauses next, what is unfolded keeps its place, and the focus.
    const isGoingOn = workbook.debugger.isGoingOn && this.#frames.length > 0;
    const frames = isGoingOn ? this.#frames : (workbook.debugger.paused?.frames ?? []);
    if (frames !== this.#frames && String(keyOf(frames)) !== String(keyOf(this.#frames))) {
      this.#frames = frames;
      this.#choose(0, workbook);
    }
    const [first] = this.#frames;
    render(
      first === undefined
        ? html`<p class="debugger-note">${words.notPaused}</p>${this.#breakpoints(workbook)}`
        : html`<h3>${isGoingOn ? words.goesOn : words.pausedIn(first.cell, first.line)}</h3>
            ${stepButtons(workbook, !isGoingOn)}
            <div class="debugger-columns" aria-busy=${isGoingOn}>
              <section><h4 id="debugger-stack">${words.stack}</h4>${this.#stack(workbook)}</section>
              <section aria-labelledby="debugger-scopes"><h4 id="debugger-scopes">${words.scopes}</h4>
                ${this.#inSight()}</section>
              <section>${this.#breakpoints(workbook)}</section>
            </div>`,
      this,
    );
    this.querySelector<ObjectTree>('.debugger-scope.fresh object-tree')?.unfold();
    this.querySelector('.debugger-scope.fresh')?.classList.remove('fresh');
  }

  #choose(index: number, { words }: PageWorkbook): void {
    this.#chosen = index;
    const scopes = this.#frames[index]?.scopes ?? [];
    this.#scopes = scopes.map(({ type, handle }: Scope) => ({
      type: 'scope',
      text: words.debugger.scope[type],
      handle,
    }));
  }

  #stack(workbook: PageWorkbook): TemplateResult {
    const words = workbook.words.debugger;
    const choose = (index: number): void => {
      this.#choose(index, workbook);
      this.#render(workbook);
    };
    return html`<ol class="debugger-stack" aria-labelledby="debugger-stack">${this.#frames.map(
      ({ name, cell, line }, index) =>
        html`<li><button type="button" class="button quiet" aria-pressed=${index === this.#chosen}
            @click=${() => choose(index)}><strong>${name === '' ? words.cellItself : `${name}()`}</strong>
            ${words.place(cell, line)}</button>${
              index === this.#chosen
                ? html`<button type="button" class="link" @click=${() => showLine(cell, line)}>${words.goTo}</button>`
                : nothing
            }</li>`,
    )}</ol>`;
  }

  #inSight(): TemplateResult {
    return html`${repeat(
      this.#scopes,
      ({ text }, index) => `${index} ${text}`,
      (value, index) =>
        html`<div class=${index === 0 ? 'debugger-scope fresh' : 'debugger-scope'}><object-tree keeps-open .value=${value}></object-tree></div>`,
    )}`;
  }

  #breakpoints(workbook: PageWorkbook): TemplateResult {
    const words = workbook.words.debugger;
    const { breakpoints } = workbook.debugger;
    const places = breakpoints.flatMap(({ cell, lines }) => lines.map((line) => ({ cell, line })));
    const line = ({ cell, line: at }: { cell: string; line: number }): TemplateResult =>
      html`<li><button type="button" class="link" @click=${() => showLine(cell, at)}>${words.place(cell, at)}</button>
        <button type="button" class="button quiet" aria-label=${words.removeAt(cell, at)}
          @click=${() => workbook.debugger.toggle(cell, at)}>${words.remove}</button></li>`;
    return html`<h4 id="debugger-breakpoints">${words.breakpoints}</h4>${
      places.length === 0
        ? html`<p class="debugger-note">${words.none}</p>`
        : html`<ul class="debugger-breakpoints" aria-labelledby="debugger-breakpoints">${places.map(line)}</ul>`
    }`;
  }
}

/** What tells one pause from another: V8 gives the scopes of each names of their own. */
function keyOf(frames: readonly StackFrame[]): string[] {
  return frames.flatMap(({ cell, line, scopes }) => [
    `${cell}:${line}`,
    ...scopes.map(({ handle }) => handle),
  ]);
}

customElements.define('debugger-panel', DebuggerPanel);
