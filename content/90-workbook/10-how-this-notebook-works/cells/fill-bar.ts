import { progress, sleep } from 'workbook';

const bar = progress('Copying the image', 40);
while (bar.value < 40) {
  await sleep(50);
  bar.advance();
}
