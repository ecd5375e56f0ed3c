@NullMarked
package dev.valet.local.aws.signature;

import org.jspecify.annotations.NullMarked;
