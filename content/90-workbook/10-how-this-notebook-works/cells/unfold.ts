const rack = {
  name: 'rack 7',
  installed: new Date('2026-01-15'),
  units: new Map([
    [1, { kind: 'switch', ports: 48 }],
    [2, { kind: 'server', ports: 2 }],
  ]),
  checked: Promise.resolve('on Monday'),
  fault: new Error('A fan stands still.'),
};

rack;
