const TICK_MILLISECONDS = 5000;

/** Prints one line of progress for the person who waits. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Ends with one clear sentence, the next step, and a failing exit code. */
export function fail(sentence, nextStep) {
  process.stderr.write(`\n${sentence}\n${nextStep}\n`);
  process.exit(1);
}

/** Says what is being done, that it still is, and how long it took; resolves or rejects as `work` does. */
export async function saying(name, work) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  say(`${name} …`);
  const ticker = setInterval(() => say(`  … still at it after ${seconds()}`), TICK_MILLISECONDS);
  try {
    const result = await work();
    say(`${name}: done in ${seconds()}`);
    return result;
  } finally {
    clearInterval(ticker);
  }
}
