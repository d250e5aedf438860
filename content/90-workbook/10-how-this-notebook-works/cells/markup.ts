import { html, markdown } from 'workbook';

markdown(`The table above has **${machines.length} machines**.`);

const typed = '<script>alert("from outside")</script>';
html`<p>Somebody typed: <mark>${typed}</mark></p>`;
