/**
 * The whole broker on one machine. Development identities live here and only here: nothing of this module is in a
 * deployed zip (INV-26).
 */
@NullMarked
package dev.valet.local;

import org.jspecify.annotations.NullMarked;
