/** A line to AWS that breaks as planned: which request of a story goes wrong, and how. */
package dev.valet.local.fault;
