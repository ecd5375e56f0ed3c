/** Performing actions: the use cases, and the ports they stand on. */
package dev.valet.performance;
