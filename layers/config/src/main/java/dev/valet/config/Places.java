package dev.valet.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where in a file each part of one document stands, by RFC 6901 pointer. */
final class Places {
    /**
     * @param line from 1
     * @param column from 1
     * @param literal whether it is the header of a literal block, whose lines follow as they are
     */
    record Spot(int line, int column, boolean literal) {}

    private final Map<String, Spot> spots = new HashMap<>();

    void note(String pointer, Spot spot) {
        spots.put(pointer, spot);
    }

    /** Of the part itself or, when it is missing, of the nearest part around it. */
    Spot at(String pointer) {
        var around = pointer;
        @Nullable Spot spot = spots.get(around);
        while (spot == null && !around.isEmpty()) {
            around = around.substring(0, around.lastIndexOf('/'));
            spot = spots.get(around);
        }
        return spot == null ? new Spot(1, 1, false) : spot;
    }
}
