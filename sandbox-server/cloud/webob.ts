import { type Fault, titleOf } from './fault.ts';
import type { Answer, Exchange } from './route.ts';

/** How a fault's words are laid out, by status: explanation, break, detail. */
function message({ status, message: explanation, details }: Fault): string {
  const detail = typeof details.extra?.detail === 'string' ? details.extra.detail : '';
  switch (status) {
    case 405:
      return `${explanation} <br /><br />\n${detail}`;
    case 415:
      return `${explanation}\n<br /><br />\n${detail}`;
    default:
      return `${explanation}<br /><br />\n${detail}\n\n`;
  }
}

function page(status: string, words: string): string {
  const escaped = words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('&lt;br /&gt;', '<br />');
  const head = ` <head>\n  <title>${status}</title>\n </head>`;
  return `<html>\n${head}\n <body>\n  <h1>${status}</h1>\n  ${escaped}\n </body>\n</html>`;
}

/**
 * A fault as the WebOb library writes one: Glance's own, and Nova's for a route it does not have. JSON for a
 * client that asks for it, else a page.
 */
export function webobFault(fault: Fault, { request }: Exchange): Answer {
  const status = `${fault.status} ${titleOf(fault.status)}`;
  const words = message(fault);
  const accept = request.headers.get('accept') ?? '';
  if (accept.includes('json')) {
    const body = { message: words, code: status, title: titleOf(fault.status) };
    return { status: fault.status, headers: { ...fault.details.headers }, body };
  }
  if (accept === '' || accept.includes('html') || accept.includes('*/*')) {
    const headers = { 'content-type': 'text/html; charset=UTF-8', ...fault.details.headers };
    return { status: fault.status, headers, body: page(status, words) };
  }
  const headers = { 'content-type': 'text/plain; charset=UTF-8', ...fault.details.headers };
  return { status: fault.status, headers, body: `${status}\n\n${words.replaceAll('<br />', '\n')}` };
}
