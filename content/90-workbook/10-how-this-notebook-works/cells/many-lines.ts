for (let line = 1; line <= 200; line += 1) {
  const colour = line % 10 === 0 ? '\u001b[31m' : '\u001b[32m';
  console.log(`${colour}line ${line}\u001b[0m`);
}
