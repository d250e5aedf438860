function halfOf(list: number[]): number[] {
  if (list.length % 2 !== 0) throw new RangeError('The list has no half.');
  return list.slice(0, list.length / 2);
}
