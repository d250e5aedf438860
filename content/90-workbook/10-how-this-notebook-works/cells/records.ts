const machines = Array.from({ length: 200 }, (_, index) => ({
  name: `node-${index + 1}`,
  vcpus: 2 ** (index % 5),
  'memory (GiB)': 2 ** (index % 5) * (1 + (index % 3)),
}));

machines;
