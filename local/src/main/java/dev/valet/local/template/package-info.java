/** Reads template.yaml: the one source of truth for what runs here. */
@NullMarked
package dev.valet.local.template;

import org.jspecify.annotations.NullMarked;
