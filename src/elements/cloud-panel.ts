import { html, nothing, render, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { FeedState } from '../sandbox/cloud-feed.ts';
import type { CloudView } from '../sandbox/cloud-view.ts';
import type { CredentialsFile } from '../sandbox/sandbox-api.ts';
import './confirm-button.ts';
import type { Words } from '../words/words.ts';
import { copyText, downloadText } from './hand-over.ts';
import { type PageWorkbook, pageWorkbook } from './page-workbook.ts';
import { openTerminal } from './terminal-tab.ts';
import './wire-panel.ts';

type Server = CloudView['servers'][number];

/** `<cloud-panel>`: what the learner has in their cloud now, and how to reach it from a terminal of their own. */
export class CloudPanel extends HTMLElement {
  #leave: (() => void) | undefined;
  #open = false;
  #failure: string | undefined;

  connectedCallback(): void {
    const workbook = pageWorkbook();
    this.#leave = workbook.cloud.subscribe((state) => this.#render(workbook, state));
    this.addEventListener('keydown', this.#press);
  }

  disconnectedCallback(): void {
    this.#leave?.();
    this.removeEventListener('keydown', this.#press);
  }

  /** Escape closes the sheet that it is on a phone. */
  readonly #press = ({ key }: KeyboardEvent): void => {
    if (key !== 'Escape' || !this.#open) return;
    this.#toggle(pageWorkbook());
    this.querySelector<HTMLElement>('.panel-toggle')?.focus();
  };

  #render(workbook: PageWorkbook, state: FeedState): void {
    const { words } = workbook;
    const count = state.cloud?.servers.length ?? 0;
    this.toggleAttribute('open', this.#open);
    render(
      html`<h2 class="panel-title">
          <button type="button" class="panel-toggle" aria-expanded=${this.#open} @click=${() => this.#toggle(workbook)}
            ><span>${words.yourCloud}</span><span class="panel-count">${words.count(count)}</span></button>
          <span class="panel-heading">${words.yourCloud}</span>
        </h2>
        <div class="panel-body">
          ${state.failure === undefined ? nothing : html`<p class="panel-note" role="status">${words.cloudUnread}</p>`}
          ${this.#failure === undefined ? nothing : html`<p class="panel-note" role="alert">${this.#failure}</p>`}
          ${state.cloud === undefined ? nothing : this.#cloud(workbook, state.cloud)}
        </div>`,
      this,
    );
  }

  #toggle(workbook: PageWorkbook): void {
    this.#open = !this.#open;
    this.#render(workbook, workbook.cloud.state);
  }

  #cloud(workbook: PageWorkbook, cloud: CloudView): TemplateResult {
    const { words } = workbook;
    const free = cloud.floating_ips.filter(({ server }) => server == null);
    return html`<h3>${words.servers}</h3>
      ${cloud.servers.length === 0 ? html`<p class="panel-empty">${words.noServers}</p>` : nothing}
      <ul class="panel-list">${repeat(
        cloud.servers,
        ({ id }) => id,
        (each) => server(each, words),
      )}</ul>
      ${
        free.length === 0
          ? nothing
          : html`<h3>${words.addresses}</h3><ul class="panel-list">${free.map(
              ({ address }) =>
                html`<li><code>${address}</code> <span class="panel-detail">${words.freeAddress}</span></li>`,
            )}</ul>`
      }
      ${
        cloud.groups.length === 0
          ? nothing
          : html`<h3>${words.groups}</h3><ul class="panel-list panel-pairs">${cloud.groups.map(
              ({ name, rules }) =>
                html`<li><span>${name}</span><span class="panel-detail">${words.rules(rules)}</span></li>`,
            )}</ul>`
      }
      ${this.#terminal(workbook)}
      ${cloud.docker === undefined ? nothing : this.#docker(workbook, cloud.docker)}
      <wire-panel foldable></wire-panel>
      <confirm-button label=${words.resetCloud} warning=${cloud.docker ? words.confirmCloudAndDocker : words.confirmCloud} cancel=${words.cancel}
        @confirmed=${() => this.#attempt(workbook, () => workbook.api.resetCloud())}></confirm-button>`;
  }

  #terminal(workbook: PageWorkbook): TemplateResult {
    const { words } = workbook;
    return html`<h3>${words.terminal}</h3><p class="panel-detail">${words.terminalHow}</p>
      <ul class="panel-list panel-pairs">${this.#file(workbook, 'openrc')}${this.#file(workbook, 'clouds.yaml')}</ul>`;
  }

  #docker(workbook: PageWorkbook, { published }: NonNullable<CloudView['docker']>): TemplateResult {
    const { words } = workbook;
    return html`<h3>Docker</h3><p class="panel-detail">${words.dockerHow}</p>
      <ul class="panel-list panel-pairs">${this.#file(workbook, 'docker.env')}${published.map(
        ({ container, wished, address }) =>
          html`<li><span>${container}:${wished}</span>
            <a class="panel-detail" href=${`http://${address}/`} target="_blank" rel="noreferrer">${address}</a></li>`,
      )}</ul>`;
  }

  #file(workbook: PageWorkbook, file: CredentialsFile): TemplateResult {
    const { words } = workbook;
    return html`<li><code>${file}</code>
      <span class="panel-actions">
        <button type="button" class="link" aria-label=${`${words.copy} ${file}`}
          @click=${(event: Event) => this.#copy(workbook, file, event.currentTarget)}>${words.copy}</button>
        <button type="button" class="link" aria-label=${`${words.download} ${file}`}
          @click=${() => this.#download(workbook, file)}>${words.download}</button>
      </span></li>`;
  }

  #copy(workbook: PageWorkbook, file: CredentialsFile, target: EventTarget | null): void {
    if (!(target instanceof HTMLButtonElement)) return;
    this.#attempt(workbook, async () => {
      await copyText(target, await workbook.api.credentials(file), workbook.words.copied);
    });
  }

  #download(workbook: PageWorkbook, file: CredentialsFile): void {
    this.#attempt(workbook, async () => downloadText(file, await workbook.api.credentials(file)));
  }

  /** Does it, shows why where it cannot be done, and reads the cloud again. */
  #attempt(workbook: PageWorkbook, act: () => Promise<void>): void {
    act().then(
      () => this.#settle(workbook, undefined),
      (failure: unknown) =>
        this.#settle(workbook, failure instanceof Error ? failure.message : String(failure)),
    );
  }

  #settle(workbook: PageWorkbook, failure: string | undefined): void {
    this.#failure = failure;
    this.#render(workbook, workbook.cloud.state);
    workbook.cloud.refresh();
  }
}

const server = ({ name, status, addresses, flavor }: Server, words: Words): TemplateResult =>
  html`<li>
    <span class="server-name">${name}</span>
    <span class="server-status" data-status=${status}>${status}</span>
    <span class="panel-detail">${addresses.map(
      ({ address, type }) => html`<code data-address=${type}>${address}</code> · `,
    )}${flavor}</span>
    ${
      status === 'ACTIVE'
        ? html`<button type="button" class="link server-terminal" aria-label=${words.terminalOpenOn(name)} @click=${() => void openTerminal(name)}
            >${words.terminalTab}</button>`
        : nothing
    }
  </li>`;

customElements.define('cloud-panel', CloudPanel);
