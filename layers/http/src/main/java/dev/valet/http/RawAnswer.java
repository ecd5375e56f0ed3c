package dev.valet.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer as it came: a stranger's text, which goes to the scrubber and the mapping and nowhere else. */
public final class RawAnswer {
    private final int status;
    private final List<String> encodings;
    private final String around;
    private final byte[] body;

    /** @param around status lines, headers and trailers: all that is not the body */
    RawAnswer(int status, List<String> encodings, String around, byte[] body) {
        this.status = status;
        this.encodings = List.copyOf(encodings);
        this.around = around;
        this.body = body.clone();
    }

    /**
     * For transports of another kind than {@link PinnedTransport}.
     *
     * @throws IOException when it is no whole and sound answer
     */
    public static RawAnswer parse(byte[] answer) throws IOException {
        return new ResponseReader(new ByteArrayInputStream(answer)).read();
    }

    int status() {
        return status;
    }

    List<String> encodings() {
        return encodings;
    }

    byte[] body() {
        return body.clone();
    }

    /** Everything of it, with the body as it came and as it was decoded, for one search over all of it. */
    byte[] all(byte[] decoded) {
        var all = new ByteArrayOutputStream();
        for (var part : List.of(around.getBytes(StandardCharsets.ISO_8859_1), body, decoded)) {
            all.writeBytes(part);
            all.write('\n');
        }
        return all.toByteArray();
    }

    @Override
    public String toString() {
        return "RawAnswer[" + status + "]";
    }
}
