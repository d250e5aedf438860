import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Property, Value } from '../../sandbox-server/protocol/events.ts';
import { pageWorkbook } from './page-workbook.ts';
import { sayWhy } from './say-why.ts';

/** What was asked for about one value: its properties, or that it is gone, or why it cannot be had now; or it is on its way. */
type Branch = {
  handle: string;
  open: boolean;
  properties?: readonly Property[];
  gone?: boolean;
  fault?: string;
};

/**
 * `<object-tree>`: a value on one line, that unfolds while its kernel lives. With `keeps-open`, what is unfolded of a
 * value stays so when another one takes its place, as far as that has something of the same name.
 */
export class ObjectTree extends HTMLElement {
  #value: Value | undefined;
  /** By path: the names on the way from the value to what is unfolded. */
  readonly #branches = new Map<string, Branch>();

  set value(value: Value) {
    if (value === this.#value) return;
    this.#value = value;
    if (!this.hasAttribute('keeps-open')) this.#branches.clear();
    else this.#follow(top, value.handle);
    this.#render();
  }

  /** Opens the value itself. */
  unfold(): void {
    const handle = this.#value?.handle;
    if (handle !== undefined && this.#branches.get(top)?.open !== true) this.#toggle(top, handle);
  }

  #render(): void {
    if (this.#value === undefined) return;
    const { type, text, handle } = this.#value;
    const focused = this.#focused;
    render(this.#line({ name: '', type, text, ...(handle === undefined ? {} : { handle }) }, top), this);
    if (focused !== undefined && focused !== this.#focused) this.#focus(focused);
  }

  #line({ name, text, type, handle, state }: Property, path: string): TemplateResult {
    const shown = state === undefined ? text : pageWorkbook().words.variables.inside[state];
    const colon = shown === '' ? nothing : ': ';
    const label = name === '' ? nothing : html`<span class="tree-name">${name}</span>${colon}`;
    const line = html`${label}<span class="tree-text" data-type=${type}>${shown}</span>`;
    if (handle === undefined) return html`<span class="tree-line">${line}</span>`;
    const branch = this.#branches.get(path);
    const open = branch?.open === true;
    return html`<button type="button" class="tree-line" aria-expanded=${open} data-path=${path}
        @click=${() => this.#toggle(path, handle)}>${line}</button>${open ? this.#inside(branch, path) : nothing}`;
  }

  #inside(branch: Branch, path: string): TemplateResult {
    const { words } = pageWorkbook();
    if (branch.gone === true) return html`<p class="tree-note">${words.gone}</p>`;
    if (branch.fault !== undefined) return html`<p class="tree-note">${branch.fault}</p>`;
    if (branch.properties === undefined) return html`<p class="tree-note">…</p>`;
    return html`<ul class="tree-inside">${below(path, branch.properties).map(
      ([place, property]) => html`<li>${this.#line(property, place)}</li>`,
    )}</ul>`;
  }

  #toggle(path: string, handle: string): void {
    const branch = this.#branches.get(path);
    // What could not be had is asked for anew when it is opened anew.
    const { fault: _fault, ...known } = branch ?? { handle, open: false };
    this.#branches.set(path, { ...known, open: !known.open });
    if (branch?.open !== true && branch?.properties === undefined) this.#ask(path, handle);
    this.#render();
  }

  /** What was there is shown until what is there now has come. */
  #ask(path: string, handle: string): void {
    this.#branches.set(path, { ...this.#branches.get(path), handle, open: true });
    const settle = (found: Pick<Branch, 'properties' | 'gone' | 'fault'>): void => {
      const now = this.#branches.get(path);
      if (now?.handle !== handle) return;
      this.#branches.set(path, { handle, open: now.open, ...found });
      const places = new Map(below(path, found.properties ?? []));
      for (const inner of [...this.#branches.keys()])
        if (inner !== top && parentOf(inner) === path) this.#follow(inner, places.get(inner)?.handle);
      this.#render();
    };
    pageWorkbook()
      .client.unfold(handle)
      .then(
        ({ properties, gone }) => settle({ properties, ...(gone === undefined ? {} : { gone }) }),
        (why: unknown) => sayWhy(why, pageWorkbook().words).then((fault) => settle({ fault })),
      );
  }

  /** Another value has come to a place: what is open there is read anew, and what is not there any more closes. */
  #follow(path: string, handle: string | undefined): void {
    const branch = this.#branches.get(path);
    if (branch?.handle === handle) return;
    if (branch?.open === true && handle !== undefined) this.#ask(path, handle);
    else for (const each of [...this.#branches.keys()]) if (isWithin(path, each)) this.#branches.delete(each);
  }

  /** The place that has the focus. */
  get #focused(): string | undefined {
    const { activeElement } = document;
    return activeElement instanceof HTMLElement && this.contains(activeElement)
      ? activeElement.dataset.path
      : undefined;
  }

  /** Puts the focus where it was, or to what is left of the way there. */
  #focus(path: string): void {
    const buttons = [...this.querySelectorAll<HTMLElement>('[data-path]')];
    const button = buttons.find(({ dataset }) => dataset.path === path);
    if (button !== undefined) button.focus();
    else if (path !== top) this.#focus(parentOf(path));
  }
}

/** The path of the value itself; each name below comes in a line of its own. */
const top = '';

/** Properties with their paths. A map may have an entry and a property of one name: they are told apart by a number. */
const below = (path: string, properties: readonly Property[]): [string, Property][] => {
  const met = new Map<string, number>();
  return properties.map((property) => {
    const name = property.name.replaceAll('\n', ' ');
    const count = (met.get(name) ?? 0) + 1;
    met.set(name, count);
    return [`${path}\n${name}${count === 1 ? '' : ` ${count}`}`, property];
  });
};

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('\n'));

const isWithin = (path: string, inner: string): boolean => inner === path || inner.startsWith(`${path}\n`);

customElements.define('object-tree', ObjectTree);
