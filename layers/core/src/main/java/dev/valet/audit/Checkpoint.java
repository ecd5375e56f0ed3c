package dev.valet.audit;

import dev.valet.Malformed;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the archive held when a minute of it was closed, in the text that is signed: a C2SP tlog-checkpoint, whose extension
 * lines say the minute, the checkpoint before it, and the tree's peaks. So it holds all that is needed to go on from it, and
 * two who go on from the same one come to the same text.
 *
 * @param origin which log: {@code valet/<account>/<region>/<audit table>}
 * @param minute the last minute whose records are in the tree
 * @param previousSize of the checkpoint before; 0 with the root of an empty tree for the first
 */
public record Checkpoint(String origin, Minute minute, long previousSize, String previousRoot, MerkleTree tree) {
    static final String FORM = "is a checkpoint of the audit";

    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern ORIGIN = Pattern.compile("[!-*,-~]{1,200}"); // no space, no plus (signed-note)

    public Checkpoint {
        boolean holds = ORIGIN.matcher(origin).matches() && previousSize >= 0 && tree.size() > previousSize;
        Malformed.unless(holds, FORM);
    }

    /** The first of a log. */
    public static Checkpoint first(String origin, Minute minute, List<String> leaves) {
        return after(origin, MerkleTree.EMPTY, minute, leaves);
    }

    /** The next one: the leaves of a later minute on top. */
    public Checkpoint next(Minute later, List<String> leaves) {
        Malformed.unless(later.compareTo(minute) > 0, FORM);
        return after(origin, tree, later, leaves);
    }

    private static Checkpoint after(String origin, MerkleTree before, Minute minute, List<String> leaves) {
        return new Checkpoint(origin, minute, before.size(), before.root(), before.with(leaves));
    }

    public long size() {
        return tree.size();
    }

    boolean follows(Checkpoint other) {
        return origin.equals(other.origin)
                && previousSize == other.size()
                && previousRoot.equals(other.tree.root())
                && minute.compareTo(other.minute) > 0;
    }

    boolean isFirst() {
        return previousSize == 0 && previousRoot.equals(MerkleTree.EMPTY.root());
    }

    public String text() {
        var lines = new ArrayList<>(List.of(
                origin,
                Long.toString(size()),
                base64(tree.root()),
                "minute " + minute,
                "previous " + previousSize + " " + base64(previousRoot)));
        tree.peaks().forEach(peak -> lines.add("peak " + base64(peak)));
        return String.join("\n", lines) + "\n";
    }

    /** @throws Malformed unless the text is exactly as {@link #text()} writes it, its root the one of its peaks */
    public static Checkpoint parse(String text) {
        var lines = text.lines().toList();
        Malformed.unless(lines.size() > 5, FORM);
        var previous = after("previous ", lines.get(4)).split(" ", -1);
        Malformed.unless(previous.length == 2, FORM);
        var peaks =
                lines.stream().skip(5).map(line -> hex(after("peak ", line))).toList();
        long size = size(lines.get(1));
        Malformed.unless(Long.bitCount(size) == peaks.size(), FORM);
        var read = new Checkpoint(
                lines.get(0),
                Minute.parse(after("minute ", lines.get(3))),
                size(previous[0]),
                hex(previous[1]),
                new MerkleTree(size, peaks));
        Malformed.unless(read.text().equals(text), FORM);
        return read;
    }

    private static String after(String word, String line) {
        Malformed.unless(line.startsWith(word), FORM);
        return line.substring(word.length());
    }

    private static long size(String text) {
        Malformed.unless(SIZE.matcher(text).matches(), FORM);
        return Long.parseLong(text);
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    private static String hex(String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            Malformed.unless(bytes.length == 32, FORM);
            return HexFormat.of().formatHex(bytes);
        } catch (IllegalArgumentException notBase64) {
            throw new Malformed(FORM);
        }
    }

    @Override
    public String toString() {
        return "checkpoint " + size();
    }
}
