/** The page of one cell, for frames: its text stands in the address. */
const given = new URLSearchParams(location.search);
document.documentElement.lang = given.get('lang') === 'es' ? 'es' : 'en';
const cell = document.createElement('run-cell');
// Longer ones are none that an address brought whole.
cell.textContent = (given.get('code') ?? '').slice(0, 8_000);
document.body.append(cell);
