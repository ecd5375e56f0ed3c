package dev.valet.local.template;

import dev.valet.Json;

/** One resource of the template, its properties still as written. */
public record Resource(String logicalId, String type, Json properties) {}
