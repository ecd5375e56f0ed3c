package dev.valet.config;

import java.util.Comparator;

/**
 * One rule that a file breaks, and where.
 *
 * @param file {@value #STORED} for a document that is configured and in none of the files
 * @param line from 1; 0 where no line is meant
 * @param column from 1, in characters; 0 where no line is meant
 * @param place an RFC 6901 pointer into the document; empty for the whole
 * @param rule what holds for a valid value at that place
 */
public record Fault(String file, int line, int column, String place, String rule) implements Comparable<Fault> {
    public static final String STORED = "(configured)";

    private static final Comparator<Fault> ORDER = Comparator.comparing(Fault::file)
            .thenComparingInt(Fault::line)
            .thenComparingInt(Fault::column)
            .thenComparing(Fault::place)
            .thenComparing(Fault::rule);

    @Override
    public int compareTo(Fault other) {
        return ORDER.compare(this, other);
    }

    /** {@code agents.yaml:7:14: /environment: is sandbox, staging or production}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (place.isEmpty() ? "" : place + ": ") + rule;
    }
}
