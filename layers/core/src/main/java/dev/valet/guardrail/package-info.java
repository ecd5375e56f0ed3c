/** Organisation-wide rules over every decision: the environment rules of Valet's own, and Cedar policies behind a port. */
package dev.valet.guardrail;
