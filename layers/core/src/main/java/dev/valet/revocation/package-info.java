/**
 * Ending leases before their time. Issuing writes the lease and then reads the grant; revoking writes the grant and then
 * reads the leases: one of the two sees the other. What really ends a live AWS session is a deny on its role.
 */
package dev.valet.revocation;
