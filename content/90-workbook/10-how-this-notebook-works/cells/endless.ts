// Nobody ever keeps this promise.
await new Promise(() => setInterval(() => console.log('Still waiting.'), 5000));
