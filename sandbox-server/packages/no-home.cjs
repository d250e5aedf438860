const os = require('node:os');

/** Stands for Node's `os` in dockerode, which looks for a socket in the home folder: a kernel has no home. */
module.exports = { ...os, homedir: () => '/' };
