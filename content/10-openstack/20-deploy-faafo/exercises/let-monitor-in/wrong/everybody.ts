// gets: A rule lets others in as well.
await allow(workerGroup, 9100);
