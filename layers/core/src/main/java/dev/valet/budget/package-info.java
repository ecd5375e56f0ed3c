/** Amounts in whole units, and what may be spent of them: exact under concurrency, never a fraction. */
package dev.valet.budget;
