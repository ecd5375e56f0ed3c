@NullMarked
package dev.valet.local.aws.policy;

import org.jspecify.annotations.NullMarked;
