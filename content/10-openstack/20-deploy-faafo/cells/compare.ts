table([
  { workers: 1, seconds: withOne.toFixed(1), 'fractals per second': (batch.tasks / withOne).toFixed(2) },
  { workers: 3, seconds: withThree.toFixed(1), 'fractals per second': (batch.tasks / withThree).toFixed(2) },
]);

console.log(`Three workers are ${(withOne / withThree).toFixed(1)} times as fast as one.`);
