/** YAML and Cedar to core's types, strictly: the one validator of the server and of the command line. */
package dev.valet.config;
