/** What people wait for, or should hear of, as events on a bus: a second reader of the audit's stream, which decides nothing. */
package dev.valet.announce;
