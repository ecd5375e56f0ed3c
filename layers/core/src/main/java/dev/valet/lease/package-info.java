/** Leases: the use cases that issue, explain and hand out, and the ports they stand on. */
package dev.valet.lease;
