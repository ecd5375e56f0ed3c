/** Bytes to command, outcome to status; settings and wiring, where adapters are built. */
package dev.valet.edge;
