console.log('This line is still printed.');

halfOf([1, 2, 3]);
