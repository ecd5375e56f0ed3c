/** The Lambda authorizer of the bearer routes: a token to a principal, or 401. */
package dev.valet.authorize;
