package dev.valet.audit;

import dev.valet.Hash;
import dev.valet.Malformed;
import java.util.regex.Pattern;

/**
 * A record as one line of the archive: {@code {"hash":"…","record":{…}}}, canonical JSON without a line break. What links it
 * to its chain stands at the end of the record's own text, because canonical JSON sorts its members.
 *
 * @param hash as it is claimed; {@link #isSound()} says whether it is the record's
 * @param record the canonical text that was hashed
 */
public record ArchiveLine(String hash, String record, String writer, long seq, String previous) {
    static final String FORM = "is a line of the archive";

    private static final String BEFORE = "{\"hash\":\"";
    private static final String BETWEEN = "\",\"record\":";
    private static final int RECORD = BEFORE.length() + 64 + BETWEEN.length();
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern LINK = Pattern.compile(
            "},\"previous\":\"([0-9a-f]{64})\",\"seq\":(0|[1-9][0-9]{0,11}),\"writer\":\"([0-9a-f]{32})\"}");

    public static ArchiveLine of(AuditRecord written) {
        return of(written.hash(), written.canonical());
    }

    /** @throws Malformed unless the two can stand in a line */
    public static ArchiveLine of(String hash, String record) {
        int end = record.lastIndexOf("},\"previous\":\"");
        var link = LINK.matcher(end < 0 ? "" : record.substring(end));
        boolean fits = HASH.matcher(hash).matches()
                && record.startsWith("{\"entry\":{")
                && record.indexOf('\n') < 0
                && link.matches();
        Malformed.unless(fits, FORM);
        return new ArchiveLine(hash, record, link.group(3), Long.parseLong(link.group(2)), link.group(1));
    }

    /** @throws Malformed unless the text is exactly such a line */
    public static ArchiveLine parse(String text) {
        Malformed.unless(isFramed(text), FORM);
        return of(text.substring(BEFORE.length(), BEFORE.length() + 64), framed(text));
    }

    /** The leaf of the tree that a line stands for, readable or not: what was archived is what was signed. */
    static String leaf(String text) {
        return Hash.sha256((byte) 0, isFramed(text) ? framed(text) : text);
    }

    private static boolean isFramed(String text) {
        return text.startsWith(BEFORE)
                && text.startsWith(BETWEEN, RECORD - BETWEEN.length())
                && text.length() > RECORD
                && text.endsWith("}");
    }

    private static String framed(String text) {
        return text.substring(RECORD, text.length() - 1);
    }

    /** Whether the record is the one that was hashed. */
    public boolean isSound() {
        return Hash.sha256((byte) 0, record).equals(hash);
    }

    public String text() {
        return BEFORE + hash + BETWEEN + record + "}";
    }
}
