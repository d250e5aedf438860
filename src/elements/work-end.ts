import { html, type TemplateResult } from 'lit-html';
import { exportSchemaPath, type LearnerWork } from '../../sandbox-server/protocol/work.ts';
import type { ProgressWords } from '../words/progress.ts';

/** What can be done with all of the work, and what that needs. */
export type WholeWork = {
  /** Of the file in which it can be taken along. */
  address: string;
  work: LearnerWork;
  words: ProgressWords;
  removeAll: () => void;
};

/** Draws how to take everything along, and how to delete it. */
export const workEnd = ({ address, work, words, removeAll }: WholeWork): TemplateResult =>
  html`<section class="work-end">
      <h2>${words.takeAlong}</h2>
      <p>${words.takeAlongHow}</p>
      <p class="work-actions">
        <a class="button" href=${address} download="my-work.json">${words.download}</a>
        <a href=${exportSchemaPath}>${words.schema}</a>
      </p>
    </section>
    <section class="work-end">
      <h2>${words.deleteAll}</h2>
      <p>${words.deleteAllHow}</p>
      <confirm-button label=${words.deleteAll} cancel=${words.cancel} @confirmed=${removeAll}
        warning=${work.cloudGoes ? words.confirmDeleteAll : words.confirmDeleteButCloud}></confirm-button>
    </section>`;
