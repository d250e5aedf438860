const REASONS: Record<number, [name: string, words: string]> = {
  400: ['Bad Request', 'This server cannot make sense of the request.'],
  404: ['Not Found', 'There is nothing at this address on this server.'],
  405: ['Method Not Allowed', 'This address does not answer to this method.'],
  413: ['Content Too Large', 'The body of the request is larger than this server takes.'],
  500: ['Internal Server Error', 'The server met an error and could not answer. Its log says more.'],
};

/** Text as it may stand in HTML, within an attribute too. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** A page. */
export const html = (status: number, text: string, headers: Record<string, string> = {}): Response =>
  new Response(text, { status, headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers } });

/** A short page that says what went wrong. */
export function htmlError(status: number, headers: Record<string, string> = {}): Response {
  const [name, words] = REASONS[status] ?? ['Error', ''];
  const page = `<!DOCTYPE html>\n<html lang="en"><title>${status} ${name}</title><h1>${name}</h1><p>${words}</p></html>\n`;
  return html(status, page, headers);
}

/** The same values with the keys of every object in order, as the original prints them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]): [string, unknown] => [key, sorted(item)])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** JSON as the original prints it. */
export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Response =>
  new Response(`${JSON.stringify(sorted(value), null, 2)}\n`, {
    status,
    headers: { 'Content-Type': 'application/json', Vary: 'Accept', ...headers },
  });

/** The same answer for `HEAD`. */
export const withoutBody = ({ status, headers }: Response): Response =>
  new Response(null, { status, headers });
