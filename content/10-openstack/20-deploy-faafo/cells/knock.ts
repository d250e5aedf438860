/** Asks for the application's page, as a browser does, for at most five seconds. */
async function knock(): Promise<void> {
  const start = Date.now();
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(5000) });
    await answer.body?.cancel();
    console.log(`${since(start)}  ${address} answers: ${answer.status}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    console.log(`${since(start)}  ${address} does not answer: ${reason}`);
  }
}

await knock();
