/** Asks for the application's page, as a browser does, and waits for at most five seconds. */
async function knock(): Promise<void> {
  const start = Date.now();
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(5000) });
    console.log(`${since(start)}  ${address} answers: ${answer.status}`);
    await answer.body?.cancel();
  } catch (error) {
    console.log(
      `${since(start)}  ${address} does not answer: ${error instanceof Error ? error.message : error}`,
    );
  }
}

await knock();
