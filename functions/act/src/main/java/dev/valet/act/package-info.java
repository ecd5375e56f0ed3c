/** Actions: what an agent may have performed, and performing it. */
package dev.valet.act;
