await allow(controlGroup, 80);

await knock();
