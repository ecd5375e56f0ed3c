/** What happened, chained so that a record changed, dropped, swapped or doubled shows. */
package dev.valet.audit;
