@NullMarked
package dev.valet.local.door;

import org.jspecify.annotations.NullMarked;
