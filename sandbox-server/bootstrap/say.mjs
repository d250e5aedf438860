/** Prints one line of progress for the person who waits. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Ends with one clear sentence, the next step, and a failing exit code. */
export function fail(sentence, nextStep) {
  process.stderr.write(`\n${sentence}\n${nextStep}\n`);
  process.exit(1);
}
