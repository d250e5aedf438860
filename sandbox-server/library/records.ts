/** So many rows are looked at to see whether a list is one of records. */
const sample = 100;

/** The columns of some rows: all their keys, each where it was first met. */
export function columnsOf(rows: readonly object[]): string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}

/** Whether a value is a list of plain objects that have something in common: a table, whoever reads it. */
export function isRecords(value: unknown): value is object[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const looked: unknown[] = value.slice(0, sample);
  if (!looked.every(isPlain)) return false;
  const first = looked[0];
  const names = first === undefined ? [] : Object.keys(first);
  return names.some((name) => looked.every((row) => Object.hasOwn(row, name)));
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** What `console.table` makes of its argument: rows with their keys in a column of its own. */
export function consoleRows(
  data: object,
  columns?: readonly string[],
): { rows: object[]; columns: string[] } {
  const entries: [unknown, unknown][] = data instanceof Map ? [...data] : entriesOf(data);
  const rows = entries.map(([key, value]) =>
    typeof value === 'object' && value !== null
      ? { ...value, [indexColumn]: key }
      : { [indexColumn]: key, [valueColumn]: value },
  );
  const found = columnsOf(rows).filter((name) => name !== indexColumn);
  return { rows, columns: [indexColumn, ...(columns ?? found)] };
}

const indexColumn = '';
const valueColumn = 'value';

function entriesOf(data: object): [unknown, unknown][] {
  const list = Array.isArray(data) || ArrayBuffer.isView(data) || data instanceof Set;
  return list ? [...Array.from(Object(data)).entries()] : Object.entries(data);
}
