import type { Shown } from '../workbook/workbook-state.ts';

/** The forms in which an output can be taken away. */
export type FileKind = 'txt' | 'json' | 'csv' | 'png' | 'svg' | 'html' | 'md';

/** The files that an output can be downloaded as, the likeliest first; none when it cannot be taken away. */
export const filesOf = (shown: Shown): readonly FileKind[] => {
  switch (shown.kind) {
    case 'printed':
    case 'text':
      return ['txt'];
    case 'values':
      return shown.values.some(({ handle }) => handle !== undefined) ? ['json', 'txt'] : ['txt'];
    case 'table':
      return ['csv'];
    case 'image':
      return shown.mime === 'image/svg+xml' ? ['png', 'svg'] : ['png'];
    case 'markup':
      return shown.format === 'svg' ? ['png', 'svg'] : [shown.format === 'markdown' ? 'md' : 'html'];
    case 'progress':
    case 'question':
    case 'widget':
      return [];
  }
};
