/** Scheduled work: loading the keys of registered issuers, out of every request's path. */
package dev.valet.upkeep;
