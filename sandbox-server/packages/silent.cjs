/** Stands for the package `debug`, which reads the whole environment to know whether it should write. */
module.exports = () => () => undefined;
