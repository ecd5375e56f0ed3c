/** Scheduled work, out of every request's path: loading the keys of registered issuers, signing the audit. */
package dev.valet.upkeep;
