/** Bytes in and out: what a client sent, JSON, XML and percent-encoding. Nothing here decides. */
@NullMarked
package dev.valet.local.aws.wire;

import org.jspecify.annotations.NullMarked;
