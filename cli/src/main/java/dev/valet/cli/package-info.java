/** The {@code valet} command of operators and agents. */
package dev.valet.cli;
