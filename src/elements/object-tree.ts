import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Property, Value } from '../../sandbox-server/protocol/events.ts';
import { pageWorkbook } from './page-workbook.ts';

/** What was asked for about one value: its properties, or that it is gone, or why it cannot be had now; or it is on its way. */
type Branch = { open: boolean; properties?: readonly Property[]; gone?: boolean; fault?: string };

/** `<object-tree>`: a value on one line, that unfolds while its kernel lives. */
export class ObjectTree extends HTMLElement {
  #value: Value | undefined;
  /** By handle: a value that is met twice in a tree is unfolded in both places. */
  #branches = new Map<string, Branch>();

  set value(value: Value) {
    if (value === this.#value) return;
    this.#value = value;
    this.#branches = new Map();
    this.#render();
  }

  /** Opens the value itself. */
  unfold(): void {
    const handle = this.#value?.handle;
    if (handle !== undefined && this.#branches.get(handle)?.open !== true) this.#toggle(handle);
  }

  #render(): void {
    if (this.#value === undefined) return;
    const { type, text, handle } = this.#value;
    render(
      this.#line({ name: '', type, text, ...(handle === undefined ? {} : { handle }) }, new Set()),
      this,
    );
  }

  #line(property: Property, above: ReadonlySet<string>): TemplateResult {
    const { name, text, type, handle } = property;
    const colon = text === '' ? nothing : ': ';
    const label = name === '' ? nothing : html`<span class="tree-name">${name}</span>${colon}`;
    const line = html`${label}<span class="tree-text" data-type=${type}>${text}</span>`;
    if (handle === undefined) return html`<span class="tree-line">${line}</span>`;
    const branch = this.#branches.get(handle);
    // A value that holds itself would unfold for ever once its handle is open.
    const open = branch?.open === true && !above.has(handle);
    return html`<button type="button" class="tree-line" aria-expanded=${open}
        @click=${() => this.#toggle(handle)}>${line}</button>${open ? this.#inside(branch, new Set(above).add(handle)) : nothing}`;
  }

  #inside(branch: Branch, above: ReadonlySet<string>): TemplateResult {
    const { words } = pageWorkbook();
    if (branch.gone === true) return html`<p class="tree-note">${words.gone}</p>`;
    if (branch.fault !== undefined) return html`<p class="tree-note">${branch.fault}</p>`;
    if (branch.properties === undefined) return html`<p class="tree-note">…</p>`;
    return html`<ul class="tree-inside">${branch.properties.map(
      (property) => html`<li>${this.#line(property, above)}</li>`,
    )}</ul>`;
  }

  #toggle(handle: string): void {
    const branch = this.#branches.get(handle);
    // What could not be had is asked for anew when it is opened anew.
    const { fault: _fault, ...known } = branch ?? { open: false };
    this.#branches.set(handle, { ...known, open: !known.open });
    this.#render();
    if (branch?.properties !== undefined || branch?.open === true) return;
    const { client } = pageWorkbook();
    const asked = this.#value;
    client.unfold(handle).then(
      ({ properties, gone }) => {
        if (asked !== this.#value) return;
        this.#branches.set(handle, { open: true, properties, ...(gone === undefined ? {} : { gone }) });
        this.#render();
      },
      (reason: unknown) => {
        if (asked !== this.#value) return;
        this.#branches.set(handle, { open: true, fault: messageOf(reason) });
        this.#render();
      },
    );
  }
}

const messageOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

customElements.define('object-tree', ObjectTree);
