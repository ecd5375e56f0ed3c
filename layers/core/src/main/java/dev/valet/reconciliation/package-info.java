/** Whether AWS saw what Valet wrote down, and Valet wrote down what AWS saw. */
package dev.valet.reconciliation;
