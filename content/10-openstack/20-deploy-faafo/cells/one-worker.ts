const batch = { tasks: 12, width: 1000, height: 750, iterations: 100, ...view };

/** Posts the batch, waits until it is drawn, and gives the seconds that it took. */
async function drain(): Promise<number> {
  const start = Date.now();
  const waiting = await faafo.create(batch);
  let left = waiting.length;
  await faafo.waitUntilDrawn(waiting, {
    onDrawn({ generated_by }) {
      left -= 1;
      console.log(`${since(start)}  ${generated_by} has drawn one, ${left} left`);
    },
  });
  return (Date.now() - start) / 1000;
}

const withOne = await drain();
