console.log(Math.PI * radius ** 2);
