import { describe, expect, test } from 'vitest';
import {
  cellFile,
  earlierFiles,
  earlierText,
  ownDiagnostics,
  ownSpan,
} from '../../../src/editor/earlier-cells.ts';

describe('a cell among the cells before it', () => {
  test('sees those before it in the order of the page, whatever their names', () => {
    const files = [cellFile(10, 'a'), cellFile(2, 'z'), cellFile(9, 'm'), 'file:///library/faafo.d.ts'];
    expect(earlierFiles(cellFile(10, 'a'), files)).toEqual([cellFile(2, 'z'), cellFile(9, 'm')]);
  });

  test('a file that is no cell has nothing before it', () => {
    expect(earlierFiles('file:///library/faafo.d.ts', [cellFile(0, 'a')])).toEqual([]);
  });

  test('an unfinished line at the end of a cell does not run into the next', () => {
    expect(earlierText(['a', '(b)'])).toBe('a\n;\n(b)\n;\n');
  });

  test('hears of its own mistakes, in its own places', () => {
    const diagnostics = [
      { code: 2304, start: 3, length: 1 },
      { code: 2304, start: 12, length: 2 },
    ];
    expect(ownDiagnostics(diagnostics, 10)).toEqual([{ code: 2304, start: 2, length: 2 }]);
    expect(ownSpan({ start: 15, length: 4 }, 10)).toEqual({ start: 5, length: 4 });
  });
});
