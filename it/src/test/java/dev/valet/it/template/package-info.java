/**
 * The rules of the templates, each with a template that breaks it. They read template.yaml as written and, where
 * {@code .ci/check-template} has been, what SAM makes of it.
 */
@org.jspecify.annotations.NullMarked
package dev.valet.it.template;
