/**
 * Ending leases before their time: at once when somebody asks, and every minute what was left undone. This function alone
 * may write denies on managed roles, and it leases nothing.
 */
package dev.valet.revoke;
