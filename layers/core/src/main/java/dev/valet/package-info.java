/**
 * The product, pure Java: no AWS, no I/O, no dependency. The root holds what every subject needs; then one package per
 * subject: identity, grant, guardrail, audit, and the use cases in lease, which see the others and are seen by none.
 */
package dev.valet;
