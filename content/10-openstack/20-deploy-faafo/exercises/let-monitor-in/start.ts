// Add one rule here. The groups are workerGroup and controlGroup.
