/** How often, when and from where. */
package dev.valet.limit;
