/**
 * Providers that stand in for the real ones, in this JVM: as much of their APIs as actions rely on, answered byte for byte as
 * over a connection. They take the key that this world made for them and no other, and nothing of them leaves the machine.
 */
@NullMarked
package dev.valet.local.provider;

import org.jspecify.annotations.NullMarked;
