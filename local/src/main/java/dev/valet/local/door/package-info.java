/** The front door: what API Gateway does in front of the handlers. */
@NullMarked
package dev.valet.local.door;

import org.jspecify.annotations.NullMarked;
