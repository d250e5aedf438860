const called = await prompt('What shall your server be called?', 'web');

console.log(called === null ? 'You would rather not say.' : `It is called ${called}.`);
