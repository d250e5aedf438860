/**
 * Tables that are longer than what is shown of them at once: they stay in the kernel, which gives out their rows
 * in any order, a page at a time.
 */
interface HeldTable {
  rows: readonly object[];
  columns: readonly string[];
  sorted?: { column: number; descending: boolean; order: Uint32Array };
}

/** How a table is sorted: by the column of that number. */
export interface Sorting {
  column: number;
  descending: boolean;
}

/** So many rows, and so many characters of them, are shown with the table itself. */
const firstRows = 500;
const firstLength = 300_000;
const longestCell = 5_000;

const held = new Map<string, HeldTable>();
let count = 0;

/** What a table shows at once, and the `handle` by which the rest is asked for. */
export interface TableStart {
  columns: readonly string[];
  rows: string[][];
  total?: number;
  handle?: string;
}

/** The beginning of a table; what is longer is held until `release` is called. */
export function holdTable(rows: readonly object[], columns: readonly string[]): TableStart {
  const start: string[][] = [];
  let length = 0;
  for (const row of rows) {
    const cells = cellsOf(row, columns);
    length += cells.reduce((sum, cell) => sum + cell.length, 0);
    if (start.length > 0 && (start.length >= firstRows || length > firstLength)) break;
    start.push(cells);
  }
  if (start.length === rows.length) return { columns, rows: start };
  count += 1;
  const handle = `table:${count}`;
  held.set(handle, { rows, columns });
  return { columns, rows: start, total: rows.length, handle };
}

/** The rows of a page; undefined when the table is held no more. */
export function tablePage(
  handle: string,
  { offset, count: most, sort }: { offset: number; count: number; sort?: Sorting },
): string[][] | undefined {
  const table = held.get(handle);
  if (table === undefined) return undefined;
  const order = sort && orderOf(table, sort);
  const page: string[][] = [];
  for (let at = offset; at < Math.min(offset + most, table.rows.length); at += 1) {
    page.push(cellsOf(table.rows[order?.[at] ?? at] ?? {}, table.columns));
  }
  return page;
}

/** A table that nobody shows any more. */
export function releaseTable(handle: string): void {
  held.delete(handle);
}

/** A cell's text. */
export function cellText(value: unknown): string {
  return fullText(value).slice(0, longestCell);
}

function fullText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // It holds itself, or a bigint.
    return String(value);
  }
}

function cellsOf(row: object, columns: readonly string[]): string[] {
  return columns.map((name) => cellText(Reflect.get(row, name)));
}

function orderOf(table: HeldTable, sort: Sorting): Uint32Array {
  const { sorted } = table;
  if (sorted?.column === sort.column && sorted.descending === sort.descending) return sorted.order;
  const name = table.columns[sort.column] ?? '';
  const values: unknown[] = table.rows.map((row) => Reflect.get(row, name));
  const order = Uint32Array.from(values.keys());
  order.sort((one, other) => compare(values[one], values[other], sort.descending) || one - other);
  table.sorted = { ...sort, order };
  return order;
}

const { compare: compareText } = new Intl.Collator(undefined, { numeric: true });

/** Numbers by size, dates by time, all else by its text; what is missing comes last, whichever the direction. */
function compare(one: unknown, other: unknown, descending: boolean): number {
  const [first, second] = [one, other].map(isMissing);
  if (first || second) return Number(first) - Number(second);
  const difference =
    isSized(one) && isSized(other)
      ? Number(one) - Number(other)
      : compareText(cellText(one), cellText(other));
  return descending ? -difference : difference;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || Number.isNaN(value);
}

function isSized(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Date;
}
