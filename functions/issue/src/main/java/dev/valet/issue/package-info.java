/** What agents ask: leases, their own grants, who they are, and why not. */
package dev.valet.issue;
