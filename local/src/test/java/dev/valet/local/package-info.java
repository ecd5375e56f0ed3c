@NullMarked
package dev.valet.local;

import org.jspecify.annotations.NullMarked;
