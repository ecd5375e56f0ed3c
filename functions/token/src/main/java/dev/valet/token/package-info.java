/** The token function: what anybody may read of this deployment. */
package dev.valet.token;
