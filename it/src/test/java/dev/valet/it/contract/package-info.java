/**
 * What Valet relies on AWS for, as clauses that run unchanged against the local endpoints, against LocalStack where Docker
 * is, and against any endpoint given by environment, a real account included. A backend that is known to break a clause says
 * so in {@code contract/<backend>.txt}; a difference that is not listed, and a listed one that is gone, both fail.
 */
package dev.valet.it.contract;
