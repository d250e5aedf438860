function measured(workers: number, seconds: number) {
  return {
    workers,
    seconds: seconds.toFixed(1),
    'fractals per second': (batch.tasks / seconds).toFixed(2),
  };
}

table([measured(1, withOne), measured(3, withThree)]);

const times = withOne / withThree;
console.log(`Three workers are ${times.toFixed(1)} times as fast as one.`);
