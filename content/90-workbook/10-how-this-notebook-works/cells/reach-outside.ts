try {
  await fetch('https://example.com/');
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  console.log(`Refused: ${reason.split(',')[0]}`);
}
