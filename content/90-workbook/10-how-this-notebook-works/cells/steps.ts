function sumUpTo(most: number): number {
  let sum = 0;
  for (let each = 1; each <= most; each += 1) {
    sum += each;
  }
  return sum;
}
sumUpTo(4);
