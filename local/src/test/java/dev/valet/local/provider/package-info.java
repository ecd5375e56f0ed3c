@NullMarked
package dev.valet.local.provider;

import org.jspecify.annotations.NullMarked;
