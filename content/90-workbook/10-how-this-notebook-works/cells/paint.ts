import { pixels } from 'workbook';

// z² + c, again and again: how long a point stays near is its colour.
async function paint(real: number): Promise<void> {
  const picture = pixels(360, 220, { alt: `A Julia set, its real part ${real}` });
  for (let row = 0; row < picture.height; row += 1) {
    for (let column = 0; column < picture.width; column += 1) {
      let x = (column - 180) / 110;
      let y = (row - 110) / 110;
      let steps = 0;
      while (steps < 60 && x * x + y * y < 4) {
        [x, y] = [x * x - y * y + real, 2 * x * y + 0.156];
        steps += 1;
      }
      picture.set(column, row, 2 * steps, 4 * steps, 60 + 3 * steps);
    }
    await sleep(0);
  }
}

await paint(-0.8);
