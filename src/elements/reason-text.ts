import { pageWorkbook } from './page-workbook.ts';
import { inWords, type Why } from './say-why.ts';

/** `<reason-text>`: why something was refused or came to an end, in the language of the page. */
export class ReasonText extends HTMLElement {
  #why: Why | undefined;

  set why(why: Why) {
    if (JSON.stringify(why) === JSON.stringify(this.#why)) return;
    this.#why = why;
    if (why.reason === undefined) this.textContent = why.message;
    else
      void inWords(why, pageWorkbook().words).then((text) => {
        if (this.#why === why) this.textContent = text;
      });
  }
}

customElements.define('reason-text', ReasonText);
