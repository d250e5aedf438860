/** What a spreadsheet would take for a formula, and run. */
const formula = /^[=+\-@\t\r]/;
const number = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

const field = (text: string): string => {
  // An apostrophe in front makes it text to a spreadsheet (https://owasp.org/www-community/attacks/CSV_Injection).
  const harmless = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** Rows as CSV (RFC 4180), in which nothing is a formula. */
export const toCsv = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');

/** Rows as a spreadsheet takes them from the clipboard. */
export const toTsv = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, ...rows]
    .map((row) =>
      row
        .map((text) =>
          (formula.test(text) && !number.test(text) ? `'${text}` : text).replace(/[\t\r\n]+/g, ' '),
        )
        .join('\t'),
    )
    .join('\n');
