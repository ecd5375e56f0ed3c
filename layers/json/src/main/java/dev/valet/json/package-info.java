/** Strict JSON: the one reader for everything that comes from outside. */
package dev.valet.json;
