@NullMarked
package dev.valet.local.aws;

import org.jspecify.annotations.NullMarked;
