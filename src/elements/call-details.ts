import { html, nothing, type TemplateResult } from 'lit-html';
import type { CallBody, CallRecord } from '../../sandbox-server/protocol/wire.ts';
import type { Words } from '../words/words.ts';
import { curlCommand } from './curl-command.ts';
import { copyText } from './hand-over.ts';
import { serviceName } from './service-names.ts';

const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

const body = (
  given: CallBody | undefined,
  call: CallRecord,
  { wire }: Words,
): TemplateResult | typeof nothing => {
  if (given === undefined) return nothing;
  const { text, missing, type, size } = given;
  return html`${
    text === undefined
      ? html`<p class="call-note">${wire.bytes(type, size)}</p>`
      : html`<pre class="call-body" tabindex="0" translate="no">${pretty(text)}</pre>`
  }${missing === undefined ? nothing : html`<p class="call-note">${missing === 'rest' ? wire.rest : wire.withheld(askerOf(call))}</p>`}`;
};

/** Of an inner call, the service that asked: what it is called by is its maker's name in small letters. */
const askerOf = ({ client }: CallRecord): string => client.charAt(0).toUpperCase() + client.slice(1);

const side = (
  heading: string,
  { headers, body: given }: CallRecord['request'],
  call: CallRecord,
  words: Words,
): TemplateResult => html`<section class="call-side">
  <p class="call-heading">${heading}</p>
  <dl class="call-headers" translate="no">${Object.entries(headers).map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>
  ${body(given, call, words)}
</section>`;

const copy = (event: Event, text: string, words: Words): void => {
  if (event.currentTarget instanceof HTMLButtonElement) copyText(event.currentTarget, text, words.copied);
};

const curl = (call: CallRecord, words: Words): TemplateResult => {
  const command = curlCommand(call, location.origin);
  return html`<section class="call-side">
    <p class="call-heading">${words.wire.curl}
      <button type="button" class="link" aria-label=${`${words.copy} curl`}
        @click=${(event: Event) => copy(event, command, words)}>${words.copy}</button></p>
    <pre class="call-body" tabindex="0" translate="no">${command}</pre>
    <p class="call-note">${words.wire.curlHow} <code>export OS_TOKEN=$(openstack token issue -f value -c id)</code></p>
  </section>`;
};

/** All that is kept of one call: both sides, and how to make the same one by hand. */
export const callDetails = (call: CallRecord, words: Words): TemplateResult => html`
  ${side(words.wire.request(serviceName(call.service)), call.request, call, words)}
  ${side(words.wire.answer(call.status), call.response, call, words)}
  ${call.cause === undefined ? curl(call, words) : nothing}`;
