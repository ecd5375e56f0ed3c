package dev.valet.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the one answer of a connection (RFC 9112), within bounds and without repairing anything: what could be read in two ways
 * is not read.
 */
final class ResponseReader {
    static final int MOST_HEAD = 16 * 1024;
    static final int MOST_BODY = 256 * 1024;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.([01]) ([1-9][0-9]{2})(?: .*)?");
    private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,8})[ \\t]*(?:;.*)?");

    /** So many bytes, and no more, whatever they are spread over. */
    private static final class Budget {
        private int left;

        Budget(int bytes) {
            left = bytes;
        }

        void take() throws Unsound {
            if (--left < 0) {
                throw new Unsound(HttpFault.TOO_LARGE);
            }
        }
    }

    private final InputStream in;
    private final Budget heads = new Budget(MOST_HEAD);
    private final Budget chunkLines = new Budget(MOST_BODY);
    private final StringBuilder around = new StringBuilder();

    ResponseReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** @throws Unsound, or any other IOException when the connection breaks */
    RawAnswer read() throws IOException {
        int status;
        Map<String, List<String>> headers;
        do {
            status = status();
            headers = headers();
        } while (status == 100);
        // Valet asks for no upgrade, no hints and no part of anything.
        unless(status >= 200);
        byte[] body = status == 204 || status == 304 ? new byte[0] : body(headers);
        return new RawAnswer(status, values("content-encoding", headers), around.toString(), body);
    }

    private int status() throws IOException {
        var found = STATUS_LINE.matcher(headLine());
        unless(found.matches());
        return Integer.parseInt(found.group(2));
    }

    private Map<String, List<String>> headers() throws IOException {
        var headers = new TreeMap<String, List<String>>();
        for (var line = headLine(); !line.isEmpty(); line = headLine()) {
            int colon = line.indexOf(':');
            // A continued line begins with a space, and is nobody's name.
            unless(colon > 0 && FIELD_NAME.matcher(line.substring(0, colon)).matches());
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static List<String> values(String name, Map<String, List<String>> headers) {
        return headers.getOrDefault(name, List.of());
    }

    /** RFC 9112, section 6.3, without the cases in which two readers could see two lengths (H-39). */
    private byte[] body(Map<String, List<String>> headers) throws IOException {
        var codings = values("transfer-encoding", headers);
        var lengths = values("content-length", headers);
        if (!codings.isEmpty()) {
            unless(lengths.isEmpty()
                    && codings.size() == 1
                    && codings.getFirst().equalsIgnoreCase("chunked"));
            return chunks();
        }
        if (lengths.isEmpty()) {
            return exactly(in.readNBytes(MOST_BODY + 1));
        }
        unless(lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches());
        return counted(Long.parseLong(lengths.getFirst()));
    }

    private static byte[] exactly(byte[] body) throws Unsound {
        if (body.length > MOST_BODY) {
            throw new Unsound(HttpFault.TOO_LARGE);
        }
        return body;
    }

    private byte[] counted(long length) throws IOException {
        if (length > MOST_BODY) {
            throw new Unsound(HttpFault.TOO_LARGE);
        }
        var body = in.readNBytes((int) length);
        if (body.length < length) {
            throw new Unsound(HttpFault.BROKEN_OFF);
        }
        return body;
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var chunk = CHUNK.matcher(line(chunkLines));
            unless(chunk.matches());
            long length = Long.parseLong(chunk.group(1), 16);
            if (length == 0) {
                headers(); // trailers: looked through for the secret, and never read
                return body.toByteArray();
            }
            body.writeBytes(counted(length + body.size() > MOST_BODY ? Long.MAX_VALUE : length));
            unless(line(chunkLines).isEmpty());
        }
    }

    private String headLine() throws IOException {
        var line = line(heads);
        around.append(line).append('\n');
        return line;
    }

    /** A line that ends with CR LF, of visible characters, spaces and tabs; or bytes above ASCII, which nothing here means. */
    private String line(Budget budget) throws IOException {
        var line = new StringBuilder();
        while (true) {
            int c = next(budget);
            if (c == '\r') {
                unless(next(budget) == '\n');
                return line.toString();
            }
            unless(c == '\t' || c >= ' ' && c != 0x7f);
            line.append((char) c);
        }
    }

    private int next(Budget budget) throws IOException {
        budget.take();
        int c = in.read();
        if (c < 0) {
            throw new Unsound(HttpFault.BROKEN_OFF);
        }
        return c;
    }

    private static void unless(boolean sound) throws Unsound {
        if (!sound) {
            throw new Unsound(HttpFault.UNSOUND_ANSWER);
        }
    }
}
