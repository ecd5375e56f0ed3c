/** Ports in memory, a clock to turn, and a whole broker for stories; never deployed. */
package dev.valet.testkit;
