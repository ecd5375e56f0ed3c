/** The audit, as it is written, into the archive that nobody can change. */
package dev.valet.archive;
