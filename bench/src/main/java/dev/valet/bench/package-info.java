/** How fast, how heavy and how dear issuing is; never deployed. */
package dev.valet.bench;
