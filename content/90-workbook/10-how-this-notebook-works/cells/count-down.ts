import { display } from 'workbook';

const shown = display('3');
for (const next of ['2', '1', 'Go.']) {
  await sleep(500);
  shown.update(next);
}
